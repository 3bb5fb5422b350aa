using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MeetingCloud.Web.ControlPlane;

/// <summary>
/// Calls of the contract, for the clients. They throw <see cref="ControlPlaneException"/> where the control plane refuses, and
/// <see cref="HttpRequestException"/> or <see cref="IOException"/> where it is away.
/// </summary>
internal sealed class ControlPlaneHttp(HttpClient http)
{
    private static readonly Dictionary<string, string[]> s_none = [];

    /// <param name="orElse">A status that is an answer too, besides success.</param>
    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancellationToken, HttpStatusCode? orElse = null)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, null, cancellationToken, orElse);
        return await ReadAsync(response, answer, cancellationToken);
    }

    /// <summary>Null where the answer is still the one of <paramref name="etag"/> (304).</summary>
    public async Task<(T Value, string? ETag)?> GetChangedAsync<T>(
        string path, string? etag, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotModified)
        {
            return null;
        }

        await ThrowIfRefusedAsync(response, cancellationToken);
        return (await ReadAsync(response, answer, cancellationToken), response.Headers.ETag?.ToString());
    }

    /// <param name="version">Becomes <c>If-Match</c>: the change is refused with 412 where the version is no longer this one.</param>
    public async Task<TAnswer> SendAsync<TBody, TAnswer>(
        HttpMethod method,
        string path,
        TBody body,
        JsonTypeInfo<TBody> bodyType,
        JsonTypeInfo<TAnswer> answer,
        CancellationToken cancellationToken,
        long? version = null)
    {
        using var content = JsonContent.Create(body, bodyType);
        using var response = await SendAsync(method, path, content, version, cancellationToken);
        return await ReadAsync(response, answer, cancellationToken);
    }

    /// <summary>A change whose answer does not matter.</summary>
    public async Task SendAsync(HttpMethod method, string path, CancellationToken cancellationToken, HttpContent? content = null, long? version = null) =>
        (await SendAsync(method, path, content, version, cancellationToken)).Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, long? version, CancellationToken cancellationToken, HttpStatusCode? orElse = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (version is { } number)
        {
            request.Headers.TryAddWithoutValidation("If-Match", FormattableString.Invariant($"\"{number}\""));
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        try
        {
            if (response.StatusCode != orElse)
            {
                await ThrowIfRefusedAsync(response, cancellationToken);
            }

            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken)
                ?? throw new HttpRequestException(HttpRequestError.InvalidResponse, "The control plane answered 'null'.");
        }
        catch (JsonException e)
        {
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The control plane's answer is not what its contract says.", e);
        }
    }

    private static async Task ThrowIfRefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        ControlPlaneProblem? problem = null;
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            try
            {
                problem = await response.Content.ReadFromJsonAsync(ControlPlaneJson.Default.ControlPlaneProblem, cancellationToken);
            }
            catch (JsonException)
            {
                // The status alone must do.
            }
        }

        throw new ControlPlaneException(
            response.StatusCode,
            problem?.Detail ?? problem?.Title ?? FormattableString.Invariant($"The control plane answers {(int)response.StatusCode}."),
            problem?.Errors ?? s_none);
    }
}
