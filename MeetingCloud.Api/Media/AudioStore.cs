using MeetingCloud.Api.Data;
using MeetingCloud.Api.Http;
using MeetingCloud.Api.Origins;
using MeetingCloud.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Media;

/// <summary>The audio of tracks: bytes first, as a blob, then the row that names it.</summary>
internal sealed class AudioStore(MediaStore media, IDbContextFactory<MeetingDb> databases, IOrigin origin, TimeProvider time)
{
    /// <summary>Stores a track's audio, in place of what it had. Sending the same again changes nothing.</summary>
    /// <exception cref="ProblemException">404, 412, 415 or 422.</exception>
    public async Task PutAsync(string trackId, HttpRequest request, CancellationToken cancellationToken)
    {
        var condition = Precondition.Read(request);
        Check(condition, await GetAsync(trackId, cancellationToken));
        await using var body = await PeekedStream.OpenAsync(request.Body, AudioFormat.HeadLength, limit: null, cancellationToken);
        if (body.Head.IsEmpty)
        {
            throw new ProblemException(Problem.Invalid("body", "is empty."));
        }

        var type = AudioFormat.Detect(request.ContentType, body.Head.Span) ?? throw new ProblemException(Problem.UnsupportedMediaType(
            "The body must be audio, with a Content-Type such as audio/mpeg."));
        var blob = await origin.AddAsync(body, request.ContentLength, cancellationToken);
        await media.ChangeAsync<TrackRow>(
            trackId,
            Precondition.None,
            async (_, track) =>
            {
                Check(condition, track);
                if (!await origin.ContainsAsync(blob.Hash, cancellationToken))
                {
                    throw MediaUpload.Lost();
                }

                var sha256 = blob.Hash.ToString();
                if (track.Sha256 == sha256 && track.ContentType == type)
                {
                    return false;
                }

                track.Sha256 = sha256;
                track.Size = blob.Size;
                track.ContentType = type;
                track.AudioUpdatedAt = time.GetUtcNow();
                return true;
            },
            cancellationToken);
    }

    /// <exception cref="ProblemException">404 or 412.</exception>
    public Task DeleteAsync(string trackId, Precondition condition, CancellationToken cancellationToken) => media.ChangeAsync<TrackRow>(
        trackId,
        Precondition.None,
        (_, track) =>
        {
            Check(condition, track);
            if (track.Sha256 is null)
            {
                throw NoAudio();
            }

            (track.Sha256, track.Size, track.ContentType, track.AudioUpdatedAt) = (null, null, null, null);
            return Task.FromResult(true);
        },
        cancellationToken);

    /// <exception cref="ProblemException">404.</exception>
    public async Task<TrackRow> GetAsync(string trackId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Tracks.AsNoTracking().FirstOrDefaultAsync(t => t.Id == trackId, cancellationToken)
            ?? throw MediaStore.NotFound<TrackRow>(trackId);
    }

    public static ProblemException NoAudio() => new(Problem.NotFound("The track has no audio yet."));

    private static void Check(Precondition condition, TrackRow track) =>
        condition.Check(TrackRow.Name, track.Version, "audio", track.Sha256);
}
