using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using MeetingCloud.Contracts;

namespace MeetingCloud.Benchmarks.Cluster;

/// <summary>What an organiser and an attendee ask of the control plane.</summary>
internal sealed class ControlPlane(Uri address, string adminKey) : IDisposable
{
    private static readonly DateTimeOffset s_meetingTime = new(2030, 1, 15, 9, 0, 0, TimeSpan.Zero);

    private readonly HttpClient _admin = NewClient(address, adminKey);
    private readonly HttpClient _attendee = NewClient(address, key: null);

    public Task<Meeting> CreateMeetingAsync(string title, CancellationToken cancellationToken) =>
        CreateMeetingAsync(new MeetingRequest(title, s_meetingTime), cancellationToken);

    public Task<Meeting> CreateMeetingAsync(MeetingRequest meeting, CancellationToken cancellationToken) =>
        SendAsync<Meeting>(HttpMethod.Post, Routes.Meetings, Json(meeting), cancellationToken);

    public Task<Meeting> GetMeetingAsync(string id, CancellationToken cancellationToken) =>
        SendAsync<Meeting>(HttpMethod.Get, $"{Routes.Meetings}/{id}", null, cancellationToken);

    public Task<Meeting> ActivateAsync(Meeting meeting, CancellationToken cancellationToken) => SendAsync<Meeting>(
        HttpMethod.Put,
        $"{Routes.Meetings}/{meeting.Id}",
        Json(new MeetingRequest(meeting.Title, s_meetingTime, Status: MeetingStatus.Active)),
        cancellationToken);

    public async Task DeleteAsync(Meeting meeting, CancellationToken cancellationToken)
    {
        using var response = await _admin.DeleteAsync($"{Routes.Meetings}/{meeting.Id}", cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public Task<MeetingFile> UploadAsync(Meeting meeting, string path, HttpContent content, CancellationToken cancellationToken) =>
        SendAsync<MeetingFile>(HttpMethod.Put, Routes.MeetingFile(meeting.Id, path), content, cancellationToken);

    /// <summary>What a tablet asks before it downloads.</summary>
    public async Task<MeetingData> GetDataAsync(string meetingId, CancellationToken cancellationToken)
    {
        using var response = await _attendee.GetAsync(Routes.MeetingData(meetingId), cancellationToken);
        return await ReadAsync<MeetingData>(response, cancellationToken);
    }

    /// <summary>A new active meeting with the files, once every node of <paramref name="nodes"/> holds it.</summary>
    public async Task<Meeting> PublishAsync(
        string title, IEnumerable<(string Path, HttpContent Content)> files, int nodes, CancellationToken cancellationToken)
    {
        var meeting = await CreateMeetingAsync(title, cancellationToken);
        foreach (var (path, content) in files)
        {
            await UploadAsync(meeting, path, content, cancellationToken);
        }

        meeting = await ActivateAsync(meeting, cancellationToken);
        await WaitUntilReadyAsync(meeting, nodes, cancellationToken);
        return meeting;
    }

    /// <summary>Returns as soon as the control plane lists <paramref name="count"/> nodes that hold this version.</summary>
    public async Task WaitUntilReadyAsync(Meeting meeting, int count, CancellationToken cancellationToken)
    {
        var held = new HeldMeeting(meeting.Id, meeting.Version);
        await WaitForAsync(nodes => nodes.Count(node => node.Status == NodeState.Active && node.Meetings.Contains(held)) >= count, cancellationToken);
    }

    public Task WaitForNodesAsync(int count, CancellationToken cancellationToken) =>
        WaitForAsync(nodes => nodes.Count(node => node.Status == NodeState.Active) >= count, cancellationToken);

    public void Dispose()
    {
        _admin.Dispose();
        _attendee.Dispose();
    }

    public static HttpClient NewClient(Uri address, string? key)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromMinutes(10),
        };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return client;
    }

    public static JsonContent Json<T>(T body) => JsonContent.Create(body, TypeInfo<T>());

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(
                $"{response.RequestMessage?.RequestUri?.AbsolutePath}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }

        return (await response.Content.ReadFromJsonAsync(TypeInfo<T>(), cancellationToken))!;
    }

    private async Task WaitForAsync(Func<IReadOnlyList<NodeInfo>, bool> condition, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        while (!condition((await SendAsync<NodeList>(HttpMethod.Get, Routes.Nodes, null, limit.Token)).Nodes))
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await _admin.SendAsync(request, cancellationToken);
        return await ReadAsync<T>(response, cancellationToken);
    }

    private static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)ContractJson.Default.GetTypeInfo(typeof(T))!;
}
