using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Api.Media;

/// <summary>The audio of tracks: up by <c>/audio</c>, down by <c>/stream</c>.</summary>
internal static class AudioApi
{
    private const string Audio = "audio/*";

    public static void MapAudio(this RouteGroupBuilder group)
    {
        group.MapPut("/{id}/audio", PutAsync)
            .WithSummary("Upload a track's audio, streamed and of any size")
            .DescribeBody(Audio, "The audio's bytes. Its media type is taken from Content-Type, else from the first bytes.")
            .Produces<Track>()
            .WithUnlimitedRequestBody()
            .RequireAdminKey();
        group.MapDelete("/{id}/audio", DeleteAsync)
            .WithSummary("Remove a track's audio").Produces(StatusCodes.Status204NoContent).RequireAdminKey();
        group.MapMethods("/{id}/stream", [HttpMethods.Get, HttpMethods.Head], StreamAsync)
            .WithSummary("Listen to a track: a redirect to a node, or the bytes; with ranges")
            .Produces(StatusCodes.Status307TemporaryRedirect)
            .Produces(StatusCodes.Status206PartialContent, null, "audio/mpeg", "audio/mp4", "audio/ogg", "audio/flac", "audio/wav")
            .Produces(StatusCodes.Status200OK, null, "audio/mpeg", "audio/mp4", "audio/ogg", "audio/flac", "audio/wav");
    }

    private static async Task<IResult> PutAsync(
        string id, HttpContext context, AudioStore audio, MediaReader media, CancellationToken cancellationToken)
    {
        await audio.PutAsync(id, context.Request, cancellationToken);
        return TypedResults.Ok(await media.GetTrackAsync(context, id));
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext context, AudioStore audio, CancellationToken cancellationToken)
    {
        await audio.DeleteAsync(id, Precondition.Read(context.Request), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task StreamAsync(string id, HttpContext context, AudioStore audio, MediaEndpoint endpoint)
    {
        var track = await audio.GetAsync(id, context.RequestAborted);
        if (track.Sha256 is not { } sha256)
        {
            throw AudioStore.NoAudio();
        }

        await endpoint.SendAsync(context, new MediaContent(
            BlobHash.Parse(sha256),
            track.Size!.Value,
            track.ContentType!,
            // Without an age: a listener who lost his node comes back here for another.
            FileName(track.Title) + AudioFormat.Extension(track.ContentType!)));
    }

    // Escaped, one character may take twelve.
    private static string FileName(string title)
    {
        const int max = 100;
        return title.Length <= max ? title : title[..(char.IsHighSurrogate(title[max - 1]) ? max - 1 : max)];
    }
}
