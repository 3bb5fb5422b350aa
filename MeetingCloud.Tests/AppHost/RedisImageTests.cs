using System.Runtime.Versioning;
using MeetingCloud.AppHost.Redis;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.AppHost;

[UnsupportedOSPlatform("windows")]
public sealed class RedisImageTests : IDisposable
{
    private const string Image = "docker.io/library/redis:8.6";

    private readonly ManualTimeProvider _time = new();
    private readonly StringWriter _console = new();

    public void Dispose() => _console.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Container_IsTakenWithoutAsking_WhenTheImageIsThere(bool hasProgram)
    {
        using var client = new ContainerClient("image) exit 0 ;; *) exit 1 ;;");

        Assert.True(await IsBestAsync(client, hasProgram));

        Assert.Equal([$"image inspect {Image}"], client.Calls);
        Assert.Empty(_console.ToString());
    }

    [Fact]
    public async Task Program_IsTakenWithoutFetching_WhenTheImageIsNotThere()
    {
        using var client = new ContainerClient("image) exit 1 ;; *) exit 0 ;;");

        Assert.False(await IsBestAsync(client, hasProgram: true));

        Assert.DoesNotContain(client.Calls, static call => call.StartsWith("pull", StringComparison.Ordinal));
        Assert.Empty(_console.ToString());
    }

    [Fact]
    public async Task Image_IsFetched_WhenThereIsNoProgram()
    {
        using var client = new ContainerClient("image) exit 1 ;; *) exit 0 ;;");

        Assert.True(await IsBestAsync(client, hasProgram: false));

        Assert.Equal([$"image inspect {Image}", "info", $"pull {Image}"], client.Calls);
        Assert.StartsWith($"Fetching {Image} by {client.Command}, for 30 s at most", _console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetching_IsAnnouncedAndGivenUp_WhenTheRegistryDoesNotAnswer()
    {
        using var client = new ContainerClient("image) exit 1 ;; info) exit 0 ;; pull) exec sleep 300 ;;");

        var best = IsBestAsync(client, hasProgram: false);
        await Eventually.BecomesTrueAsync(() => client.Calls.Length == 3, TimeSpan.FromSeconds(30), "the pull begins");
        Assert.Contains("Fetching", _console.ToString(), StringComparison.Ordinal);
        Assert.False(best.IsCompleted);
        _time.Advance(ContainerEngine.FetchTimeout);

        Assert.False(await best.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains($"Garnet does instead of Redis; '{client.Command} pull {Image}'", _console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_IsSaid_WhenThereIsNoEngine()
    {
        var engine = new ContainerEngine("/no/such/docker", _time);

        Assert.False(await RedisImage.IsBestAsync(engine, hasProgram: false, _console));

        Assert.Empty(_console.ToString());
    }

    private Task<bool> IsBestAsync(ContainerClient client, bool hasProgram) =>
        RedisImage.IsBestAsync(new ContainerEngine(client.Command, _time), hasProgram, _console);
}
