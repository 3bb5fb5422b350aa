using System.Net.ServerSentEvents;
using System.Text.Json;
using MeetingCloud.Contracts;
using MeetingCloud.Node.Registration;

namespace MeetingCloud.Node.Sync;

/// <summary>The control plane's event stream (WHATWG HTML, section 9.2), taken up after a break where it broke off.</summary>
internal sealed class MeetingEvents(IHttpClientFactory clients, NodeOptions options, NodeIdentity identity)
{
    private string? _lastEventId;

    /// <summary>One connection's events, until it ends.</summary>
    /// <param name="connected">Called when the stream is up, before its first event.</param>
    /// <exception cref="ControlPlaneException">The stream is refused, or breaks.</exception>
    public async Task ListenAsync(Action connected, Action<MeetingEvent> received, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, HttpAddress.Below(options.ControlPlane, Routes.NodeEvents(identity.Id)));
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (_lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", _lastEventId);
        }

        try
        {
            using var response = await clients.CreateClient(ControlPlaneClient.EventsClient)
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                // An id that it does not know (any more) would be refused for ever.
                _lastEventId = null;
                throw new ControlPlaneException($"It answers {(int)response.StatusCode}.", response.StatusCode);
            }

            connected();
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var parser = SseParser.Create(body);
            await foreach (var item in parser.EnumerateAsync(cancellationToken))
            {
                if (item.EventType == MeetingActions.EventType
                    && JsonSerializer.Deserialize(item.Data, ContractJson.Default.MeetingEvent) is { } change)
                {
                    received(change);
                }

                _lastEventId = parser.LastEventId is { Length: > 0 } id ? id : _lastEventId;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            throw new ControlPlaneException(exception.Message, null, exception);
        }
    }
}
