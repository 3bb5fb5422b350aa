using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using MeetingCloud.Contracts;
using MeetingCloud.Node.Registration;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Peers;

/// <summary>Asks a node or the control plane for a blob.</summary>
internal sealed class BlobSourceClient(
    IHttpClientFactory clients, NodeOptions options, NodeIdentity identity, NodeCredential credential, ShunnedNodes shunned)
{
    /// <summary>Name of the client that asks the control plane, which may have to fetch first.</summary>
    public const string ControlPlaneClient = "blobs";

    /// <summary>Name of the client that asks nodes: they have it at hand, or another has.</summary>
    public const string NodesClient = "blobs-of-nodes";

    /// <summary>How much later than this node another may hear of a meeting, and still be waited for to fetch its share.</summary>
    public static readonly TimeSpan News = TimeSpan.FromSeconds(5);

    /// <summary>The sources to ask for a blob now, in order.</summary>
    public IEnumerable<BlobSource> InOrder(BlobSources sources, BlobHash hash) =>
        sources.InOrder(hash.ToString(), identity.Id, options.ControlPlane).Where(source => !shunned.Contains(source.Url));

    /// <summary>Opens a blob from <paramref name="offset"/> on.</summary>
    /// <param name="length">Bytes that are wanted; null: all that follow.</param>
    /// <returns>The answer, whose body starts at the offset; the caller disposes it. Null where the source has not got it.</returns>
    /// <exception cref="HttpRequestException">The source cannot be reached, or answers with something else.</exception>
    public async Task<BlobAnswer?> OpenAsync(BlobSource source, BlobHash hash, long offset, CancellationToken cancellationToken, long? length = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(source, hash));
        request.Headers.Authorization = credential.Header;
        if (source.Ask == BlobAsk.ForTurn)
        {
            request.Headers.Add("Prefer", string.Create(CultureInfo.InvariantCulture, $"wait={News.TotalSeconds:0}"));
        }

        if (offset > 0 || length > 0)
        {
            request.Headers.Range = new RangeHeaderValue(offset, offset + length - 1);
        }

        BlobAnswer? answer;
        try
        {
            answer = await SendAsync(source, request, offset, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            Failed(source);
            throw;
        }

        if (answer is not null)
        {
            shunned.Remove(source.Url);
        }
        else if (source.Ask == BlobAsk.ForTurn)
        {
            // It knows nothing of the meeting, or has no room: its turn is another's.
            Failed(source);
        }

        return answer;
    }

    /// <summary>Notes that an answer broke off.</summary>
    public void Failed(BlobSource source)
    {
        if (source.Ask != BlobAsk.ControlPlane)
        {
            shunned.Add(source.Url);
        }
    }

    private async Task<BlobAnswer?> SendAsync(BlobSource source, HttpRequestMessage request, long offset, CancellationToken cancellationToken)
    {
        var client = clients.CreateClient(source.Ask == BlobAsk.ControlPlane ? ControlPlaneClient : NodesClient);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        try
        {
            switch (response.StatusCode)
            {
                case HttpStatusCode.OK:
                    // A source that knows no ranges sends the whole: what is here already is skipped.
                    return new BlobAnswer(response, skip: offset);
                case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == offset:
                    return new BlobAnswer(response, skip: 0);
                case HttpStatusCode.NotFound:
                    response.Dispose();
                    return null;
                default:
                    throw new HttpRequestException(
                        $"{source.Url.Authority} answers {(int)response.StatusCode} to a request for a blob.", null, response.StatusCode);
            }
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private Uri AddressOf(BlobSource source, BlobHash hash)
    {
        var path = Routes.Blob(hash.ToString());
        return HttpAddress.Below(source.Url, source.IsDirect ? path : $"{path}?{ContractHeaders.FollowerQuery}={identity.Id}");
    }
}
