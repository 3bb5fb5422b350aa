using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster.Uploads;

/// <summary>Speaks the tus protocol, right or wrong, as a test wants.</summary>
internal static class TusClient
{
    public static string Metadata(params (string Key, string Value)[] values) =>
        string.Join(',', values.Select(pair => $"{pair.Key} {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair.Value))}"));

    public static HttpRequestMessage Request(HttpMethod method, string url, params (string Name, string? Value)[] headers)
    {
        var request = new HttpRequestMessage(method, url);
        request.Headers.Add(TusHeaders.Resumable, TusHeaders.ProtocolVersion);
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    public static Task<HttpResponseMessage> CreateAsync(this HttpClient client, long length, string metadata, byte[]? bytes = null, params (string, string?)[] headers)
    {
        var request = Request(
            HttpMethod.Post,
            Routes.Uploads,
            [(TusHeaders.Length, length.ToString(CultureInfo.InvariantCulture)), (TusHeaders.Metadata, metadata), .. headers]);
        request.Content = bytes is null ? null : Content(bytes);
        return client.SendAsync(request);
    }

    /// <summary>Begins an upload and returns its address.</summary>
    public static async Task<string> BeginAsync(this HttpClient client, string meetingId, string path, long length)
    {
        using var response = await client.CreateAsync(length, Metadata(("meeting_id", meetingId), ("path", path)));
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return response.Headers.Location!.ToString();
    }

    public static Task<HttpResponseMessage> PatchAsync(this HttpClient client, string url, long offset, byte[] bytes, params (string, string?)[] headers)
    {
        var request = Request(HttpMethod.Patch, url, [(TusHeaders.Offset, offset.ToString(CultureInfo.InvariantCulture)), .. headers]);
        request.Content = Content(bytes);
        return client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> HeadAsync(this HttpClient client, string url) => client.SendAsync(Request(HttpMethod.Head, url));

    /// <summary>How many bytes have arrived, as the server says.</summary>
    public static async Task<long> OffsetAsync(this HttpClient client, string url)
    {
        using var response = await client.HeadAsync(url);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response.Offset();
    }

    public static long Offset(this HttpResponseMessage response) => long.Parse(response.Header(TusHeaders.Offset)!, CultureInfo.InvariantCulture);

    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    public static ByteArrayContent Content(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(TusHeaders.MediaType);
        return content;
    }

    public static Task<Meeting> MeetingAsync(this HttpClient admin, string id) => admin.GetContractAsync<Meeting>($"{Routes.Meetings}/{id}");
}
