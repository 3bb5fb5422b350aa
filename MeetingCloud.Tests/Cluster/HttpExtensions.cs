using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Serialization.Metadata;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster;

internal static class HttpExtensions
{
    public static async Task<T> GetContractAsync<T>(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return await response.ReadContractAsync<T>();
    }

    public static async Task<T> ReadContractAsync<T>(this HttpResponseMessage response)
    {
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync(TypeInfo<T>()))!;
    }

    public static Task<HttpResponseMessage> PostContractAsync<T>(this HttpClient client, string path, T body) =>
        client.PostAsync(path, JsonContent.Create(body, TypeInfo<T>()));

    public static Task<HttpResponseMessage> PutContractAsync<T>(this HttpClient client, string path, T body, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body, TypeInfo<T>()) };
        if (ifMatch is not null)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue(ifMatch));
        }

        return client.SendAsync(request);
    }

    /// <summary>Creates an active meeting.</summary>
    public static async Task<Meeting> CreateMeetingAsync(
        this HttpClient admin, string title = "Board", MeetingStatus status = MeetingStatus.Active, string? accessCode = null)
    {
        using var response = await admin.PostContractAsync(
            Routes.Meetings,
            new MeetingRequest(title, new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero), Status: status, AccessCode: accessCode));
        return await response.ReadContractAsync<Meeting>();
    }

    public static async Task<MeetingFile> UploadAsync(this HttpClient admin, string meetingId, string path, byte[] bytes)
    {
        using var response = await admin.PutAsync(Routes.MeetingFile(meetingId, path), new ByteArrayContent(bytes));
        return await response.ReadContractAsync<MeetingFile>();
    }

    /// <summary>Bytes that look random and are the same for the same seed.</summary>
    public static byte[] Bytes(int count, int seed = 1)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)ContractJson.Default.GetTypeInfo(typeof(T))!;
}
