using MeetingCloud.Api.Data;
using MeetingCloud.Api.Http;
using MeetingCloud.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Meetings;

/// <summary>Whether a file may be at a path of a meeting, and on an item of its agenda.</summary>
internal static class FilePlace
{
    /// <exception cref="ProblemException">422 where the item is none of the meeting's.</exception>
    public static async Task CheckAgendaItemAsync(MeetingDb db, string meetingId, string? itemId, CancellationToken cancellationToken)
    {
        if (itemId is not null && !await HasAgendaItemAsync(db, meetingId, itemId, cancellationToken))
        {
            throw new ProblemException(Problem.Invalid("agenda_item_id", $"is no agenda item of this meeting: '{itemId}'."));
        }
    }

    public static Task<bool> HasAgendaItemAsync(MeetingDb db, string meetingId, string itemId, CancellationToken cancellationToken) =>
        db.Agenda.AnyAsync(a => a.MeetingId == meetingId && a.Id == itemId, cancellationToken);

    /// <summary>
    /// The file at the path, if there is one. A name that differs by case alone, or that is a folder too, would overwrite or fail when a
    /// tablet unpacks the package.
    /// </summary>
    /// <param name="except">The id of a file that is about to leave its path.</param>
    /// <exception cref="ProblemException">409.</exception>
    public static async Task<FileRow?> FindAsync(
        MeetingDb db, string meetingId, string path, string? except, CancellationToken cancellationToken)
    {
        var key = FilePath.Key(path);
        var others = db.Files.Where(f => f.MeetingId == meetingId && f.Id != except);
        var same = await others.FirstOrDefaultAsync(f => f.PathKey == key, cancellationToken);
        if (same is not null)
        {
            return same.Path == path
                ? same
                : throw new ProblemException(Problem.Conflict($"The meeting has a file '{same.Path}', which differs only by case."));
        }

        var folders = Folders(key).ToList();
        var inside = key + "/";
        var clash = await others
            .Where(f => folders.Contains(f.PathKey) || f.PathKey.StartsWith(inside))
            .Select(f => f.Path)
            .FirstOrDefaultAsync(cancellationToken);
        return clash is null
            ? null
            : throw new ProblemException(Problem.Conflict($"'{path}' and the file '{clash}' cannot both be: one is a folder of the other."));
    }

    private static IEnumerable<string> Folders(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            yield return path[..slash];
        }
    }
}
