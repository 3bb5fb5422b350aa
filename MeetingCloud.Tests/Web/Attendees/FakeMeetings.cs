using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using MeetingCloud.Contracts;
using MeetingCloud.Web.Attendees;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Tests.Web.Attendees;

/// <summary>A control plane that knows the meetings a test gives it.</summary>
internal sealed class FakeMeetings(TimeProvider time) : IMeetingDataClient
{
    public const string FirstNode = "http://node-1.example:8001";
    public const string SecondNode = "https://node-2.example";

    private int _calls;

    public ConcurrentDictionary<string, MeetingData> Meetings { get; } = new(StringComparer.Ordinal);

    /// <summary>It does not answer.</summary>
    public bool IsAway { get; set; }

    /// <summary>Answers wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromHours(6);

    public int Calls => Volatile.Read(ref _calls);

    public async Task<MeetingData> GetAsync(string id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        await Gate;
        return IsAway ? throw new HttpRequestException("Connection refused")
            : Meetings.TryGetValue(id, out var meeting) ? meeting
            : throw new ControlPlaneException(HttpStatusCode.NotFound, "There is no such meeting.", new Dictionary<string, string[]>(StringComparer.Ordinal));
    }

    public MeetingData Add(string id, MeetingStatus status = MeetingStatus.Active, string? accessCode = null, params string[] paths)
    {
        var files = paths.Select((path, i) => File(id, path, i)).ToList();
        var package = Signed(Routes.Package(id));
        return Meetings[id] = new MeetingData(
            id,
            $"Meeting {id}",
            Samples.Now,
            status,
            "Welcome",
            Version: 3,
            [new MeetingDataAgendaItem("First item", 0, "Ann Ng", 20, [.. files.Take(1)])],
            files,
            new MeetingDataPackage("etag", 1_234_567, files.Count, "Meeting.zip"),
            FirstNode + package,
            [SecondNode + package, "http://internal:8000" + Routes.Package(id)],
            accessCode);
    }

    private MeetingDataFile File(string id, string path, int number)
    {
        var sha256 = number.ToString("x64", CultureInfo.InvariantCulture);
        var query = $"{Routes.Blob(sha256)}?name=x&{Signed("").TrimStart('?')}";
        return new MeetingDataFile(
            path, 2500, "application/pdf", sha256, $"http://internal:8000{Routes.MeetingFile(id, path)}", [FirstNode + query, SecondNode + query]);
    }

    private string Signed(string path) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}?expires={(time.GetUtcNow() + LinkLifetime).ToUnixTimeSeconds()}&signature=s");
}
