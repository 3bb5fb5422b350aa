using MeetingCloud.Storage.WebDav;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.ScriptedHttp;

namespace MeetingCloud.Tests.Storage.WebDav;

/// <summary>A client whose server does what the test says.</summary>
internal sealed class WebDavClientFixture : IAsyncDisposable
{
    public const string Password = "s3cret-Wört";

    private readonly HttpClient _http;

    public WebDavClientFixture(Func<ScriptedExchange, Task> script)
        : this(new ScriptedServer(script))
    {
    }

    public WebDavClientFixture(ScriptedServer server, string folder = "dav/")
    {
        Server = server;
        var handler = new SocketsHttpHandler();
        WebDavHandlers.Prepare(handler);
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        Client = new WebDavClient(_http, new WebDavAccount(new Uri(server.Url, folder), "user", Password), Clock);
    }

    public ScriptedServer Server { get; }

    public ManualTimeProvider Clock { get; } = new();

    public WebDavClient Client { get; }

    public ScriptedRequest Request => Assert.Single(Server.Requests);

    /// <summary>The bare client underneath, for its time limit.</summary>
    public HttpClient Http => _http;

    public static WebDavClientFixture Answering(string status, string headers = "", string body = "") =>
        new(ScriptedServer.Answering(status, headers, body));

    public async Task PutAsync(string path, int length)
    {
        using var content = new MemoryStream(new byte[length]);
        await Client.PutAsync(path, content, length, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
