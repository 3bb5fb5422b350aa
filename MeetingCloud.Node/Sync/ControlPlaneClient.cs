using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MeetingCloud.Contracts;

namespace MeetingCloud.Node.Sync;

/// <summary>The control plane, as a node speaks to it.</summary>
internal sealed class ControlPlaneClient(IHttpClientFactory clients, NodeOptions options)
{
    /// <summary>Name of the client for calls that are short.</summary>
    public const string CallsClient = "control-plane";

    /// <summary>Name of the client for the event stream, which may be silent for long.</summary>
    public const string EventsClient = "control-plane-events";

    /// <exception cref="ControlPlaneException">It cannot be reached, or refuses.</exception>
    public async Task<RegisterNodeResponse> RegisterAsync(RegisterNodeRequest request, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(request, ContractJson.Default.RegisterNodeRequest);
        using var response = await SendAsync(HttpMethod.Post, Routes.RegisterNode, content, cancellationToken);
        await EnsureSuccessAsync(response, cancellationToken);
        return await ReadAsync(response, ContractJson.Default.RegisterNodeResponse, cancellationToken);
    }

    /// <returns>False where the control plane does not know the node, which must register again.</returns>
    /// <exception cref="ControlPlaneException">It cannot be reached, or refuses.</exception>
    public async Task<bool> HeartbeatAsync(string nodeId, HeartbeatRequest request, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(request, ContractJson.Default.HeartbeatRequest);
        using var response = await SendAsync(HttpMethod.Post, Routes.Heartbeat(nodeId), content, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }

        await EnsureSuccessAsync(response, cancellationToken);
        return true;
    }

    /// <exception cref="ControlPlaneException">It cannot be reached, or refuses.</exception>
    public async Task<IReadOnlyList<ActiveMeeting>> GetActiveAsync(CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, Routes.ActiveMeetings, null, cancellationToken);
        await EnsureSuccessAsync(response, cancellationToken);
        return (await ReadAsync(response, ContractJson.Default.ActiveMeetings, cancellationToken)).Meetings;
    }

    /// <returns>Null where there is no such meeting.</returns>
    /// <exception cref="ControlPlaneException">It cannot be reached, or refuses.</exception>
    public async Task<Manifest?> GetManifestAsync(string meetingId, string nodeId, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, Routes.Manifest(meetingId, nodeId), null, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        await EnsureSuccessAsync(response, cancellationToken);
        return await ReadAsync(response, ContractJson.Default.Manifest, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, HttpAddress.Below(options.ControlPlane, path)) { Content = content };
        try
        {
            return await clients.CreateClient(CallsClient).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new ControlPlaneException($"The control plane at {options.ControlPlane} is out of reach: {exception.Message}", null, exception);
        }
    }

    private static async Task EnsureSuccessAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var detail = await ReadDetailAsync(response, cancellationToken);
        throw new ControlPlaneException(
            $"The control plane answers {(int)response.StatusCode} to {response.RequestMessage?.RequestUri?.AbsolutePath}. {detail}".TrimEnd(),
            response.StatusCode);
    }

    private static async Task<string> ReadDetailAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // Problem details say why in a sentence or two; what is longer is no answer of a control plane.
        if (response.Content.Headers.ContentLength is not (> 0 and < 4096))
        {
            return "";
        }

        try
        {
            return await response.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            return "";
        }
    }

    /// <summary>It broke off, or names a character set that nobody knows.</summary>
    private static bool IsUnreadable(Exception exception) => exception is HttpRequestException or IOException or InvalidOperationException;

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken)
                ?? throw new ControlPlaneException("The control plane answers null.");
        }
        catch (Exception exception) when (exception is JsonException || IsUnreadable(exception))
        {
            throw new ControlPlaneException($"The control plane's answer cannot be read: {exception.Message}", null, exception);
        }
    }
}
