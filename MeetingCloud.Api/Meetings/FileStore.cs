using MeetingCloud.Api.Data;
using MeetingCloud.Api.Http;
using MeetingCloud.Api.Origins;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Meetings;

/// <summary>The files of meetings: bytes first, as a blob, then the row that names it, so that no row ever names what is not there.</summary>
internal sealed class FileStore(MeetingStore meetings, IDbContextFactory<MeetingDb> databases, IOrigin origin, TimeProvider time)
{
    /// <summary>Stores a file. Sending the same bytes again changes nothing, so an upload may be repeated at will.</summary>
    /// <returns>The file, and whether the path is new.</returns>
    public async Task<(MeetingFile File, bool IsNew)> PutAsync(
        string meetingId,
        string path,
        string contentType,
        string? agendaItemId,
        Stream body,
        long? length,
        CancellationToken cancellationToken)
    {
        // What can be refused is refused before the first byte is read.
        await CheckAsync(meetingId, path, agendaItemId, cancellationToken);
        var blob = await origin.AddAsync(body, length, cancellationToken);
        return await RecordAsync(meetingId, path, contentType, agendaItemId, blob, cancellationToken);
    }

    /// <summary>Whether a file could be put there now.</summary>
    /// <exception cref="ProblemException">404, 409 or 422: it could not.</exception>
    public async Task CheckAsync(string meetingId, string path, string? agendaItemId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (!await db.Meetings.AnyAsync(m => m.Id == meetingId, cancellationToken))
        {
            throw MeetingStore.NotFound(meetingId);
        }

        await CheckPlaceAsync(db, meetingId, path, agendaItemId, cancellationToken);
    }

    /// <summary>Makes a blob, which the origin has, a file of the meeting. Doing so again changes nothing.</summary>
    /// <returns>The file, and whether the path is new.</returns>
    public async Task<(MeetingFile File, bool IsNew)> RecordAsync(
        string meetingId, string path, string contentType, string? agendaItemId, BlobInfo blob, CancellationToken cancellationToken)
    {
        FileRow? row = null;
        var isNew = false;
        await meetings.ChangeAsync(
            meetingId,
            expectedVersion: null,
            async (db, meeting) =>
            {
                if (!await origin.ContainsAsync(blob.Hash, cancellationToken))
                {
                    // The sweeper took it for litter: the upload lasted longer than its grace.
                    throw new ProblemException(Problem.Unavailable("The upload was lost before it was recorded. Send it again.", TimeSpan.FromSeconds(1)));
                }

                row = await CheckPlaceAsync(db, meetingId, path, agendaItemId, cancellationToken);
                isNew = row is null;
                var sha256 = blob.Hash.ToString();
                if (row is not null && row.Sha256 == sha256 && row.ContentType == contentType
                    && (agendaItemId is null || row.AgendaItemId == agendaItemId))
                {
                    return false;
                }

                if (row is null)
                {
                    row = new FileRow
                    {
                        Id = MeetingStore.NewId(),
                        MeetingId = meetingId,
                        Path = path,
                        PathKey = FilePath.Key(path),
                        Size = blob.Size,
                        ContentType = contentType,
                        Sha256 = sha256,
                        Crc32 = blob.Crc32,
                        UpdatedAt = EvenSecond(time.GetUtcNow()),
                    };
                    db.Add(row);
                }
                else if (row.Sha256 != sha256)
                {
                    row.Size = blob.Size;
                    row.Sha256 = sha256;
                    row.Crc32 = blob.Crc32;
                    row.UpdatedAt = EvenSecond(time.GetUtcNow());
                }

                row.ContentType = contentType;
                row.AgendaItemId = agendaItemId ?? row.AgendaItemId;
                return true;
            },
            cancellationToken);
        return (row!.ToContract(), isNew);
    }

    public async Task DeleteAsync(string meetingId, string path, CancellationToken cancellationToken) => await meetings.ChangeAsync(
        meetingId,
        expectedVersion: null,
        async (db, _) =>
        {
            var row = await db.Files.FirstOrDefaultAsync(f => f.MeetingId == meetingId && f.Path == path, cancellationToken)
                ?? throw NotFound(path);
            db.Remove(row);
            return true;
        },
        cancellationToken);

    public static ProblemException NotFound(string path) => new(Problem.NotFound($"The meeting has no file '{path}'."));

    // The file at the path, if there is one. A name that differs by case alone, or that is a folder too, would overwrite or fail
    // when a tablet unpacks the package.
    private static async Task<FileRow?> CheckPlaceAsync(
        MeetingDb db, string meetingId, string path, string? agendaItemId, CancellationToken cancellationToken)
    {
        if (agendaItemId is not null
            && !await db.Agenda.AnyAsync(a => a.MeetingId == meetingId && a.Id == agendaItemId, cancellationToken))
        {
            throw new ProblemException(Problem.Invalid("agenda_item_id", $"is no agenda item of this meeting: '{agendaItemId}'."));
        }

        var key = FilePath.Key(path);
        var same = await db.Files.FirstOrDefaultAsync(f => f.MeetingId == meetingId && f.PathKey == key, cancellationToken);
        if (same is not null)
        {
            return same.Path == path
                ? same
                : throw new ProblemException(Problem.Conflict($"The meeting has a file '{same.Path}', which differs only by case."));
        }

        var folders = Folders(key).ToList();
        var inside = key + "/";
        var clash = await db.Files
            .Where(f => f.MeetingId == meetingId && (folders.Contains(f.PathKey) || f.PathKey.StartsWith(inside)))
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

    // ZIP stores times in steps of two seconds; a time that it can hold is the same everywhere.
    private static DateTimeOffset EvenSecond(DateTimeOffset now) =>
        DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() & ~1L);
}
