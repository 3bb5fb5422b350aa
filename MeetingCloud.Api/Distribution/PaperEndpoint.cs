using MeetingCloud.Api.Meetings;
using MeetingCloud.Api.Origins;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Api.Distribution;

/// <summary>Opens one paper of a meeting: on a node where one is ready, else from here.</summary>
internal sealed class PaperEndpoint(AttendeeAccess access, MeetingSnapshots snapshots, NodeLinks links, IOrigin origin)
{
    public async Task InvokeAsync(HttpContext context, string meetingId, string path)
    {
        var head = await access.CheckAsync(context, meetingId);
        var snapshot = await snapshots.GetAsync(head, context.RequestAborted) ?? throw MeetingStore.NotFound(meetingId);
        var file = snapshot.FindFile(path) ?? throw FileStore.NotFound(path);
        if (head.Status == MeetingStatus.Active
            && links.Paper(meetingId, head.Version, file, context.Connection.RemoteIpAddress) is { } link)
        {
            context.Response.Headers.CacheControl = "no-store";
            await TypedResults.Redirect(link, preserveMethod: true).ExecuteAsync(context);
            return;
        }

        var blob = await origin.OpenAsync(BlobHash.Parse(file.Sha256), file.Size, context.RequestAborted);
        var inline = FilePresentation.IsInline(file.ContentType);
        if (!inline)
        {
            // Should a browser open it in spite of everything else, no script runs. Not for what is shown: it would stop PDF viewers.
            context.Response.Headers.ContentSecurityPolicy = "sandbox";
        }

        await BlobResponse.WriteAsync(
            context,
            blob,
            new RangeHeaders(
                $"\"{file.Sha256}\"",
                file.ContentType,
                FilePresentation.Disposition(inline, BlobLink.NameOf(path)),
                CacheControl: "no-cache"));
    }
}
