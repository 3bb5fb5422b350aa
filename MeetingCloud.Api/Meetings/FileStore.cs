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
    /// <returns>The file, whether the path is new, and the meeting's version.</returns>
    public async Task<(MeetingFile File, bool IsNew, long Version)> PutAsync(
        string meetingId,
        string path,
        string contentType,
        string? agendaItemId,
        Precondition condition,
        Stream body,
        long? length,
        CancellationToken cancellationToken)
    {
        // What can be refused is refused before the first byte is read.
        await CheckAsync(meetingId, path, agendaItemId, condition, cancellationToken);
        var blob = await origin.AddAsync(body, length, cancellationToken);
        return await RecordAsync(meetingId, path, contentType, agendaItemId, condition, blob, cancellationToken);
    }

    /// <summary>Whether a file could be put there now.</summary>
    /// <exception cref="ProblemException">404, 409, 412 or 422: it could not.</exception>
    public async Task CheckAsync(
        string meetingId, string path, string? agendaItemId, Precondition condition, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var version = await db.Meetings.Where(m => m.Id == meetingId).Select(m => (long?)m.Version).FirstOrDefaultAsync(cancellationToken)
            ?? throw MeetingStore.NotFound(meetingId);
        await FilePlace.CheckAgendaItemAsync(db, meetingId, agendaItemId, cancellationToken);
        var row = await FilePlace.FindAsync(db, meetingId, path, except: null, cancellationToken);
        condition.Check("meeting", version, "file", row?.Sha256);
    }

    /// <summary>Makes a blob, which the origin has, a file of the meeting. Doing so again changes nothing.</summary>
    /// <param name="agendaItemId">
    /// One that there was when the file began to come. Where it has been deleted since, the file stays with the meeting, as those do that had
    /// come before.
    /// </param>
    /// <returns>The file, whether the path is new, and the meeting's version.</returns>
    public async Task<(MeetingFile File, bool IsNew, long Version)> RecordAsync(
        string meetingId,
        string path,
        string contentType,
        string? agendaItemId,
        Precondition condition,
        BlobInfo blob,
        CancellationToken cancellationToken)
    {
        FileRow? row = null;
        var isNew = false;
        var changed = await meetings.ChangeAsync(
            meetingId,
            Precondition.None,
            async (db, meeting) =>
            {
                if (!await origin.ContainsAsync(blob.Hash, cancellationToken))
                {
                    // The sweeper took it for litter: the upload lasted longer than its grace.
                    throw new ProblemException(Problem.Unavailable("The upload was lost before it was recorded. Send it again.", TimeSpan.FromSeconds(1)));
                }

                var itemId = agendaItemId is not null && await FilePlace.HasAgendaItemAsync(db, meetingId, agendaItemId, cancellationToken)
                    ? agendaItemId
                    : null;
                row = await FilePlace.FindAsync(db, meetingId, path, except: null, cancellationToken);
                condition.Check("meeting", meeting.Version, "file", row?.Sha256);
                isNew = row is null;
                var sha256 = blob.Hash.ToString();
                if (row is not null && row.Sha256 == sha256 && row.ContentType == contentType
                    && (itemId is null || row.AgendaItemId == itemId))
                {
                    return false;
                }

                if (row is null)
                {
                    row = new FileRow
                    {
                        Id = Ids.New(),
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
                row.AgendaItemId = itemId ?? row.AgendaItemId;
                return true;
            },
            cancellationToken);
        return (row!.ToContract(), isNew, changed.Version);
    }

    /// <returns>The meeting's version.</returns>
    public async Task<long> DeleteAsync(string meetingId, string path, Precondition condition, CancellationToken cancellationToken)
    {
        var changed = await meetings.ChangeAsync(
            meetingId,
            Precondition.None,
            async (db, meeting) =>
            {
                var row = await db.Files.FirstOrDefaultAsync(f => f.MeetingId == meetingId && f.Path == path, cancellationToken);
                condition.Check("meeting", meeting.Version, "file", row?.Sha256);
                db.Remove(row ?? throw NotFound(path));
                return true;
            },
            cancellationToken);
        return changed.Version;
    }

    public static ProblemException NotFound(string path) => new(Problem.NotFound($"The meeting has no file '{path}'."));

    // ZIP stores times in steps of two seconds; a time that it can hold is the same everywhere.
    public static DateTimeOffset EvenSecond(DateTimeOffset now) =>
        DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() & ~1L);
}
