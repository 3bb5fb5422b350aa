using System.Net;
using System.Net.Http.Headers;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Peers;

/// <summary>Asks a peer or the control plane for a blob.</summary>
internal sealed class BlobSourceClient(IHttpClientFactory clients, NodeOptions options, NodeCredential credential)
{
    public const string Client = "blobs";

    /// <summary>The address of the control plane, the last resort.</summary>
    public Uri ControlPlane => options.ControlPlane;

    /// <summary>Opens a blob from <paramref name="offset"/> on.</summary>
    /// <param name="length">Bytes that are wanted; null: all that follow.</param>
    /// <returns>The answer, whose body starts at the offset; the caller disposes it. Null where the source has not got it.</returns>
    /// <exception cref="HttpRequestException">The source cannot be reached, or answers with something else.</exception>
    public async Task<BlobAnswer?> OpenAsync(Uri source, BlobHash hash, long offset, CancellationToken cancellationToken, long? length = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, HttpAddress.Below(source, Routes.Blob(hash.ToString())));
        request.Headers.Authorization = credential.Header;
        if (offset > 0 || length > 0)
        {
            request.Headers.Range = new RangeHeaderValue(offset, offset + length - 1);
        }

        var response = await clients.CreateClient(Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
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
                        $"{source.Authority} answers {(int)response.StatusCode} to a request for a blob.", null, response.StatusCode);
            }
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
