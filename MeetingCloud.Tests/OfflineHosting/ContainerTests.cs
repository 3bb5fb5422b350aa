using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using Aspire.Hosting;
using MeetingCloud.OfflineHosting.Engine;
using MeetingCloud.OfflineHosting.Supervision;
using MeetingCloud.Tests.AppHost;

namespace MeetingCloud.Tests.OfflineHosting;

/// <summary>Containers and the client that runs them: a container goes with a client that is asked to end, and stays when it is killed.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ContainerTests : IDisposable
{
    private const string Run = "run) shift 4; touch \"$0.$1\"; trap \"$ON_TERM\" TERM; echo runs; while :; do sleep 0.05; done ;;";
    private const string Remove = "rm) shift 3; rm \"$0.$1\" ;;";

    private readonly ConcurrentQueue<SupervisorEvent> _events = new();
    private readonly ContainerClient _client = new($"{Run}\n{Remove}");

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Container_GoesByItself_WhenItsClientIsAskedToEnd()
    {
        await using var supervisor = new SupervisorClient(_events.Enqueue);
        var container = await StartAsync(supervisor, onTerm: "rm \"$0.$1\"; exit 0");

        await supervisor.SendAsync(new StopCommand("redis", GraceSeconds: 20));
        await TestApplication.UntilAsync(() => _events.OfType<ExitedEvent>().Any());

        Assert.False(_client.Has(container));
        Assert.Single(_client.Calls);
    }

    [Fact]
    public async Task Container_IsRemovedBeforeTheEndIsTold_WhenItsClientHasToBeKilled()
    {
        await using var supervisor = new SupervisorClient(_events.Enqueue);
        var container = await StartAsync(supervisor);

        await supervisor.SendAsync(new StopCommand("redis", GraceSeconds: 0.2));
        await TestApplication.UntilAsync(() => _events.OfType<ExitedEvent>().Any());

        Assert.False(_client.Has(container));
    }

    [Fact]
    public async Task Container_IsRemoved_WhenTheSupervisorIsKilled()
    {
        await using var supervisor = new SupervisorClient(_events.Enqueue);
        var container = await StartAsync(supervisor);

        Assert.Equal(0, Posix.Kill(supervisor.ProcessId, Posix.SigKill));
        await supervisor.Ended.WaitAsync(TestApplication.Patience);

        Assert.False(_client.Has(container));
    }

    [Fact]
    public async Task Container_IsRemoved_WhenNobodyIsLeftWhoSeesTheSupervisorDie()
    {
        using var supervisor = Process.Start(new ProcessStartInfo(DotnetHost.Path, ["exec", typeof(SupervisorClient).Assembly.Location])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        })!;
        var (start, container) = await CommandAsync(onTerm: "");
        await supervisor.StandardInput.WriteLineAsync(SupervisorJson.Write(start));
        await supervisor.StandardInput.FlushAsync();
        await TestApplication.UntilAsync(() => _client.Has(container));
        var family = ProcessTree.Of(supervisor.Id);

        Assert.Equal(0, Posix.Kill(supervisor.Id, Posix.SigKill));

        await TestApplication.UntilAsync(() => !_client.Has(container));
        await TestApplication.UntilAsync(() => !family.Exists(ProcessTree.IsRunning));
    }

    /// <returns>The container's name.</returns>
    private async Task<string> StartAsync(SupervisorClient supervisor, string onTerm = "")
    {
        var (start, container) = await CommandAsync(onTerm);
        await supervisor.SendAsync(start);
        await TestApplication.UntilAsync(() => _events.OfType<OutputEvent>().Any());
        Assert.True(_client.Has(container));
        return container;
    }

    private async Task<(StartCommand Start, string Container)> CommandAsync(string onTerm)
    {
        await using var application = new TestApplication();
        var redis = application.Builder.AddRedis("redis", port: null);
        PortAllocator.Allocate([redis.Resource], randomize: true);
        var start = await LaunchPlan.MakeAsync(redis.Resource, CancellationToken.None);
        return (start with { FileName = _client.Command, Environment = new Dictionary<string, string?> { ["ON_TERM"] = onTerm } }, start.Removal![^1]);
    }
}
