using System.Collections.Concurrent;
using System.Net;

namespace MeetingCloud.Tests.Cluster.Instances;

/// <summary>
/// What clients see. A request that was cut on its way, or that the balancer could not deliver, is one that a client is right to send
/// again; any other that fails is one too many, and is kept.
/// </summary>
/// <param name="maySendAgain">False where not even those may be.</param>
internal sealed class ClientSide(bool maySendAgain)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private int _answered;
    private int _cut;

    public ConcurrentQueue<string> Failures { get; } = new();

    public int Answered => _answered;

    public int Cut => _cut;

    /// <summary>Sends a request until it is answered.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpClient client, Func<HttpRequestMessage> request, CancellationToken cancellationToken, params HttpStatusCode[] alsoFine)
    {
        while (true)
        {
            if (await SendOnceAsync(client, request(), cancellationToken, alsoFine) is { } response)
            {
                return response;
            }

            await Task.Delay(s_pause, cancellationToken);
        }
    }

    /// <returns>Null where the request got no answer, or one that is no success.</returns>
    public async Task<HttpResponseMessage?> SendOnceAsync(
        HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken, params HttpStatusCode[] alsoFine)
    {
        var what = $"{request.Method} {request.RequestUri}";
        try
        {
            var response = await client.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.TemporaryRedirect || alsoFine.Contains(response.StatusCode))
            {
                Interlocked.Increment(ref _answered);
                return response;
            }

            what = $"{what}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}";
            if (response.StatusCode is not (HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout))
            {
                Failures.Enqueue(what);
            }
        }
        catch (HttpRequestException exception)
        {
            what = $"{what}: {exception.Message} {exception.InnerException?.Message}";
        }

        Interlocked.Increment(ref _cut);
        if (!maySendAgain)
        {
            Failures.Enqueue(what);
        }

        return null;
    }
}
