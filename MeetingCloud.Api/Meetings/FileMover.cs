using MeetingCloud.Api.Data;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Meetings;

/// <summary>Gives a file another place on the agenda or another path; its bytes stay where they are.</summary>
internal sealed class FileMover(MeetingStore meetings)
{
    /// <returns>The file, and the meeting's version.</returns>
    public async Task<(MeetingFile File, long Version)> MoveAsync(
        string meetingId, string path, FileChangeRequest change, Precondition condition, CancellationToken cancellationToken)
    {
        var target = path;
        if (change.Path is not null && !FilePath.TryParse(change.Path, out target, out var error))
        {
            throw new ProblemException(Problem.Invalid("path", error));
        }

        FileRow? row = null;
        var meeting = await meetings.ChangeAsync(
            meetingId,
            Precondition.None,
            async (db, meeting) =>
            {
                row = await db.Files.FirstOrDefaultAsync(f => f.MeetingId == meetingId && f.Path == path, cancellationToken);
                condition.Check("meeting", meeting.Version, "file", row?.Sha256);
                if (row is null)
                {
                    throw FileStore.NotFound(path);
                }

                var item = change.AgendaItemId.IsGiven ? change.AgendaItemId.Value : row.AgendaItemId;
                await FilePlace.CheckAgendaItemAsync(db, meetingId, item, cancellationToken);
                if (target == row.Path && item == row.AgendaItemId)
                {
                    return false;
                }

                if (await FilePlace.FindAsync(db, meetingId, target, except: row.Id, cancellationToken) is not null)
                {
                    throw new ProblemException(Problem.Conflict($"The meeting has a file '{target}' already."));
                }

                row.AgendaItemId = item;
                row.Path = target;
                row.PathKey = FilePath.Key(target);
                return true;
            },
            cancellationToken);
        return (row!.ToContract(), meeting.Version);
    }
}
