namespace MeetingCloud.Tests.Dav;

/// <summary>Tests of a running server, each with one of its own.</summary>
public abstract class DavTest : IAsyncLifetime
{
    private DavServer? _server;

    internal DavServer Server => _server ?? throw new InvalidOperationException("It has not started.");

    public async Task InitializeAsync() => _server = await DavServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
