using MeetingCloud.Contracts;
using MeetingCloud.Node.Eviction;
using MeetingCloud.Node.Media;
using MeetingCloud.Node.Peers;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Serving;

/// <summary>
/// One file: for other nodes, who show the node key and get what is here, and what is on its way here where that makes no two nodes wait
/// for each other; and for attendees with a signed link, which for pictures and tracks says what the node needs to fetch them.
/// </summary>
internal sealed class BlobEndpoint(
    NodeKey key,
    SignedLinks links,
    NodeBlobs blobs,
    NeighbourBlobs neighbours,
    WantedBlobs wanted,
    BlobReferences references,
    MediaBlobs media,
    MediaRelay relay,
    DownloadMeter meter,
    TimeProvider time,
    ILogger<BlobEndpoint> logger)
{
    // Named by its own hash, it never changes.
    private const string CacheControl = "private, max-age=31536000, immutable";

    public async Task InvokeAsync(HttpContext context)
    {
        var isPeer = BearerToken.Carries(context.Request, key);
        if (!isPeer && LinkProblem.Of(links.Verify(context.Request)) is { } problem)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        if (!BlobHash.TryParse(context.GetRouteValue("sha256") as string, out var hash))
        {
            await Problem.Invalid("sha256", "must be 64 lower-case hexadecimal digits.").ExecuteAsync(context);
            return;
        }

        if (isPeer)
        {
            await SendToNodeAsync(context, hash);
            return;
        }

        var isNeeded = references.TryGetSize(hash, out var size);
        if (!isNeeded && LinkFacts.Read(context.Request) is { Size: { } mediaSize } facts)
        {
            var sources = BlobSources.Of(facts.Peer is { } peer ? HttpUrl.Parse(peer) : null);
            using var range = new MediaRange(hash, mediaSize, sources, media, relay, meter, time, logger);
            await MeteredResponse.WriteAsync(context, range, Present(context, hash), meter, logger);
            return;
        }

        await SendAsync(
            context,
            hash,
            Present(context, hash),
            meter,
            async () => isNeeded
                ? await blobs.OpenAsync(hash, size, wanted.Find(hash)?.Sources ?? BlobSources.None, context.RequestAborted)
                : await blobs.OpenStoredAsync(hash, context.RequestAborted));
    }

    private Task SendToNodeAsync(HttpContext context, BlobHash hash)
    {
        var follower = context.Request.Query[ContractHeaders.FollowerQuery].ToString();
        return SendAsync(
            context,
            hash,
            new RangeHeaders($"\"{hash}\"", FilePresentation.UnknownType, CacheControl: CacheControl),
            meter: null,
            () => neighbours.OpenAsync(hash, follower.Length > 0 ? follower : null, PreferredWait.Of(context.Request), context.RequestAborted));
    }

    private async Task SendAsync(
        HttpContext context, BlobHash hash, RangeHeaders headers, DownloadMeter? meter, Func<ValueTask<IBlobContent?>> open)
    {
        IBlobContent? content;
        try
        {
            content = await open();
            headers = content is null ? headers : await LabelAsync(headers, content, context.RequestAborted);
        }
        catch (Exception exception) when (
            exception is IOException || (exception is OperationCanceledException && !context.RequestAborted.IsCancellationRequested))
        {
            // The latter: the node ends.
            logger.BrokeOff(context.Request.Path.Value, exception.Message);
            await Problem.Unavailable("This node cannot get the file for now.", TimeSpan.FromSeconds(5)).ExecuteAsync(context);
            return;
        }

        if (content is null)
        {
            await Problem.NotFound($"This node does not hold '{hash}'.").ExecuteAsync(context);
            return;
        }

        using (content)
        {
            await MeteredResponse.WriteAsync(context, new BlobRange(content, meter), headers, meter, logger);
        }
    }

    private static async ValueTask<RangeHeaders> LabelAsync(RangeHeaders headers, IBlobContent content, CancellationToken cancellationToken)
    {
        try
        {
            return await TextCharset.LabelAsync(headers, content.Length, content.ReadAsync, cancellationToken);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    private static RangeHeaders Present(HttpContext context, BlobHash hash)
    {
        var name = context.Request.Query[ContractHeaders.NameQuery].ToString();
        var type = Type(context.Request.Query[ContractHeaders.TypeQuery].ToString(), name);
        // Neither name nor type is signed: what could run is saved, whatever they say.
        var inline = name.Length > 0 && FilePresentation.IsInline(type);
        if (!inline)
        {
            // Should a browser open it in spite of everything else, no script runs and no form is sent.
            context.Response.Headers.ContentSecurityPolicy = "sandbox";
        }

        return new RangeHeaders(
            $"\"{hash}\"", type, FilePresentation.Disposition(inline, name.Length > 0 ? name : hash.ToString()), CacheControl);
    }

    // Where the control plane says that it is unknown, it is: a file may have got its name later. A link that says nothing leaves it to the name.
    private static string Type(string said, string name) =>
        said == FilePresentation.UnknownType ? said : FilePresentation.ContentType(said, name);
}
