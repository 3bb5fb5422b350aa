using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml;

namespace MeetingCloud.Storage.WebDav;

/// <summary>
/// A WebDAV account (RFC 4918). Each method makes exactly one request: nothing is repeated and no redirect followed, so that callers
/// can keep to a budget. (A GET or HEAD goes over another connection where the kept one turns out to be closed; the server has not
/// counted it.) Paths are relative to the account's URL, separated by slashes, unescaped, without a slash in front. All methods fail
/// with a <see cref="WebDavException"/>, or an <see cref="ArgumentException"/> for a path that would leave the account. Safe for use by
/// many at once.
/// </summary>
/// <param name="http">Without base address and credentials; its handler set up by <see cref="WebDavHandlers.Prepare"/> and with limits
/// for connecting, for the headers and for bodies that stand still. Not disposed.</param>
public sealed class WebDavClient(HttpClient http, WebDavAccount account, TimeProvider time)
{
    /// <summary>
    /// From this size on, or after a write failed, a PUT asks before it sends its body. That costs a round trip, and up to
    /// <see cref="SocketsHttpHandler.Expect100ContinueTimeout"/> with servers that ignore the question; a small file is sent sooner.
    /// </summary>
    private const long AskFirstFrom = 32 << 20;

    private static readonly byte[] s_memberProperties = Encoding.UTF8.GetBytes(
        """<?xml version="1.0" encoding="utf-8"?><D:propfind xmlns:D="DAV:"><D:prop><D:resourcetype/><D:getcontentlength/><D:getetag/><D:getlastmodified/></D:prop></D:propfind>""");

    private static readonly byte[] s_quotaProperties = Encoding.UTF8.GetBytes(
        """<?xml version="1.0" encoding="utf-8"?><D:propfind xmlns:D="DAV:"><D:prop><D:resourcetype/><D:quota-used-bytes/><D:quota-available-bytes/></D:prop></D:propfind>""");

    private readonly WebDavTransport _transport = new(http, account, time);
    private readonly WebDavPaths _paths = new(account.Url);
    private volatile bool _lastWriteFailed;

    public WebDavAccount Account { get; } = account;

    /// <summary>Writes a file, over what is there. Its parent collection must be there.</summary>
    /// <param name="content">Read from where it stands, <paramref name="length"/> bytes; not disposed.</param>
    /// <exception cref="IOException">Not a <see cref="WebDavException"/>: <paramref name="content"/> failed or was too short. The server
    /// may have kept a part of it.</exception>
    public async Task PutAsync(string path, Stream content, long length, CancellationToken ct)
    {
        var call = _transport.Call(HttpMethod.Put, path);
        var body = new RequestBody(content, length);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var askFirst = length >= AskFirstFrom || (_lastWriteFailed && length > 0);
        try
        {
            using var response = await _transport.SendAsync(
                call, _paths.UriOf(path), body, request => request.Headers.ExpectContinue = askFirst ? true : null, ct);
            if (!IsDone(response))
            {
                throw await _transport.FailureAsync(call, response, ct);
            }

            _lastWriteFailed = false;
        }
        catch (WebDavException)
        {
            // For whatever reason: a broken connection, too, is how a refusal looks when the server does not wait for the body.
            _lastWriteFailed = true;
            throw;
        }
    }

    /// <summary>Opens a file for reading.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="length">Bytes, at least 1; null for all up to the end. A file that has fewer is <see cref="WebDavFailure.Truncated"/>.</param>
    public async Task<WebDavContent> GetAsync(string path, long offset, long? length, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(length ?? 1, 1, nameof(length));
        var call = _transport.Call(HttpMethod.Get, path);
        var response = await _transport.SendAsync(
            call,
            _paths.UriOf(path),
            null,
            request => request.Headers.Range = offset > 0 || length is not null ? new RangeHeaderValue(offset, offset + length - 1) : null,
            ct);
        try
        {
            if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
            {
                throw await _transport.FailureAsync(call, response, ct);
            }

            var span = ContentSpan.Check(response, call, offset, length);
            return new WebDavContent(response, call, span, await response.Content.ReadAsStreamAsync(ct));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Looks whether something is there (HEAD). A server that tells collections apart says so by a closing slash.</summary>
    /// <returns>Null where there is nothing.</returns>
    public async Task<WebDavResource?> FindAsync(string path, CancellationToken ct)
    {
        var call = _transport.Call(HttpMethod.Head, path);
        var uri = _paths.UriOf(path);
        using var response = await _transport.SendAsync(call, uri, null, null, ct);
        var isCollection = path.Length == 0 || path.EndsWith('/') || LeadsToItself(response, uri);
        if (response.StatusCode == HttpStatusCode.OK || (isCollection && IsRedirect(response)))
        {
            var size = isCollection || Headers.IsEncoded(response) ? null : response.Content.Headers.ContentLength;
            return new WebDavResource(path.TrimEnd('/'), isCollection, size, Headers.ETag(response), response.Content.Headers.LastModified);
        }

        var failure = await _transport.FailureAsync(call, response, ct);
        return failure.Failure == WebDavFailure.NotFound ? null : throw failure;
    }

    /// <summary>Removes a file, or a collection with all in it.</summary>
    /// <returns>False where there was nothing.</returns>
    public async Task<bool> DeleteAsync(string path, CancellationToken ct)
    {
        var call = _transport.Call(HttpMethod.Delete, path);
        using var response = await _transport.SendAsync(call, _paths.UriOf(path), RequestBody.Empty(), null, ct);
        if (response.StatusCode == HttpStatusCode.MultiStatus)
        {
            await ThrowIfAnyFailedAsync(call, response, ct);
            return true;
        }

        if (IsDone(response))
        {
            return true;
        }

        var failure = await _transport.FailureAsync(call, response, ct);
        return failure.Failure == WebDavFailure.NotFound ? false : throw failure;
    }

    /// <summary>Makes a collection. Its parent must be there, else <see cref="WebDavFailure.Conflict"/>.</summary>
    /// <returns>False where something was there already. Some servers say true then, too.</returns>
    public async Task<bool> MakeCollectionAsync(string path, CancellationToken ct)
    {
        var call = _transport.Call(WebDavVerbs.MakeCollection, path);
        var uri = _paths.CollectionUriOf(path);
        using var response = await _transport.SendAsync(call, uri, RequestBody.Empty(), null, ct);
        if (IsDone(response))
        {
            return true;
        }

        return response.StatusCode == HttpStatusCode.MethodNotAllowed || LeadsToItself(response, uri)
            ? false
            : throw await _transport.FailureAsync(call, response, ct);
    }

    /// <summary>Renames a file. Without <paramref name="overwrite"/>, a target that is there is <see cref="WebDavFailure.Conflict"/>.</summary>
    public async Task MoveAsync(string from, string to, bool overwrite, CancellationToken ct)
    {
        var call = _transport.Call(WebDavVerbs.Move, from);
        var target = _paths.UriOf(to);
        using var response = await _transport.SendAsync(
            call,
            _paths.UriOf(from),
            RequestBody.Empty(),
            request =>
            {
                request.Headers.Add("Destination", target.AbsoluteUri);
                request.Headers.Add("Overwrite", overwrite ? "T" : "F");
            },
            ct);
        if (response.StatusCode == HttpStatusCode.MultiStatus)
        {
            await ThrowIfAnyFailedAsync(call, response, ct);
        }
        else if (!IsDone(response))
        {
            throw await _transport.FailureAsync(call, response, ct);
        }
    }

    /// <summary>Lists a collection's members, one page. Most servers have only one; Nutstore gives 750 members at a time.</summary>
    /// <param name="path">The collection; the same for every page.</param>
    /// <param name="next">Null for the first page, then <see cref="WebDavPage.Next"/>.</param>
    public async Task<WebDavPage> ListAsync(string path, Uri? next, CancellationToken ct)
    {
        if (next is not null && _paths.NextPage(path, next.OriginalString) is null)
        {
            throw new ArgumentException("The page is on another server.", nameof(next));
        }

        var call = _transport.Call(WebDavVerbs.FindProperties, path);
        using var response = await FindPropertiesAsync(call, next ?? _paths.CollectionUriOf(path), s_memberProperties, "1", ct);
        var entries = await ReadEntriesAsync(call, response, ct);
        var link = Headers.NextLink(response);
        var following = link is null
            ? null
            : _paths.NextPage(path, link) ?? throw call.Fail(WebDavFailure.Malformed, "the next page is said to be on another host", response);
        return new WebDavPage(_paths.Members(path, entries), following);
    }

    /// <summary>Asks for the account's quota (RFC 4331). An answer also shows that the server is there and lets the account in.</summary>
    public async Task<WebDavQuota> MeasureAsync(CancellationToken ct)
    {
        var call = _transport.Call(WebDavVerbs.FindProperties, "");
        using var response = await FindPropertiesAsync(call, Account.Url, s_quotaProperties, "0", ct);
        var entries = await ReadEntriesAsync(call, response, ct);
        return entries is [var root, ..]
            ? new WebDavQuota(root.QuotaUsed, root.QuotaAvailable)
            : throw call.Fail(WebDavFailure.Malformed, "the answer tells of nothing", response);
    }

    private async Task<HttpResponseMessage> FindPropertiesAsync(WebDavCall call, Uri uri, byte[] properties, string depth, CancellationToken ct)
    {
        var body = new RequestBody(new MemoryStream(properties, writable: false), properties.Length);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/xml", "utf-8");
        var response = await _transport.SendAsync(call, uri, body, request => request.Headers.Add("Depth", depth), ct);
        if (response.StatusCode == HttpStatusCode.MultiStatus && !Headers.IsEncoded(response))
        {
            return response;
        }

        using (response)
        {
            throw await _transport.FailureAsync(call, response, ct);
        }
    }

    private static async Task<List<MultiStatusEntry>> ReadEntriesAsync(WebDavCall call, HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            return await MultiStatusReader.ReadAsync(body, ct);
        }
        catch (XmlException exception)
        {
            throw call.Fail(WebDavFailure.Malformed, "the answer is no sound multistatus", response, exception);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            ct.ThrowIfCancellationRequested();
            throw exception is OperationCanceledException || WebDavTransport.IsTimeout(exception)
                ? call.Fail(WebDavFailure.TimedOut, "the answer stopped in its middle", response, exception)
                : call.Fail(WebDavFailure.Truncated, "the connection broke in the middle of the answer", response, exception);
        }
    }

    /// <summary>Some members of a collection could not be removed or moved: the first of them speaks for all.</summary>
    private static async Task ThrowIfAnyFailedAsync(WebDavCall call, HttpResponseMessage response, CancellationToken ct)
    {
        var entries = await ReadEntriesAsync(call, response, ct);
        if (entries.Find(entry => entry.Status >= 300) is { Status: { } status })
        {
            throw call.Fail(FailureOfStatus.Classify(call, status), $"a part of it could not be changed ({(HttpStatusCode)status:D})", response);
        }
    }

    private static bool IsDone(HttpResponseMessage response) => (int)response.StatusCode is >= 200 and <= 204;

    private static bool IsRedirect(HttpResponseMessage response) => (int)response.StatusCode is 301 or 302 or 307 or 308;

    /// <summary>Servers send a client on to the same path with a closing slash where that is a collection.</summary>
    private static bool LeadsToItself(HttpResponseMessage response, Uri uri) =>
        IsRedirect(response) && response.Headers.Location is { } location && WebDavPaths.IsSamePath(new Uri(uri, location), uri);
}
