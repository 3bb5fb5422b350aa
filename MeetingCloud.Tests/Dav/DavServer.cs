using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using MeetingCloud.Dav;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Tests.Dav;

/// <summary>The WebDAV server in this process, on a port and a folder of its own, which it keeps from start to start.</summary>
internal sealed class DavServer : IAsyncDisposable
{
    public const string User = "anna";
    public const string Password = "päss:word 1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mc-dav-");
    private readonly Dictionary<string, string?> _settings;
    private readonly int _port = Ports.Next();
    private WebApplication? _app;

    private DavServer(IEnumerable<(string Name, string Value)> settings)
    {
        _settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["HOST"] = "127.0.0.1",
            ["PORT"] = _port.ToString(CultureInfo.InvariantCulture),
            ["DAV_ROOT"] = Root,
            ["DAV_USERNAME"] = User,
            ["DAV_PASSWORD"] = Password,
        };
        foreach (var (name, value) in settings)
        {
            _settings[name] = value;
        }

        Client = NewClient(_settings["DAV_USERNAME"], _settings["DAV_PASSWORD"]!);
    }

    public string Root => Path.Combine(_folder.FullName, "root");

    public string Temporary => Path.Combine(Root, ".davstore", "tmp");

    /// <summary>Without a closing slash.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}");

    /// <summary>With the credential.</summary>
    public HttpClient Client { get; }

    /// <summary>Locks run on it.</summary>
    public ManualTimeProvider Clock { get; } = new(DateTimeOffset.Parse("2026-05-01T09:00:00Z", CultureInfo.InvariantCulture));

    /// <summary>Set before the start: what the disk says it has.</summary>
    public IDiskSpace? Disk { get; init; }

    public static Task<DavServer> StartAsync(params (string Name, string Value)[] settings) => StartedAsync(new DavServer(settings));

    public static Task<DavServer> StartAsync(IDiskSpace disk) => StartedAsync(new DavServer([]) { Disk = disk });

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults(defaultPort: 8101);
        builder.AddDav();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        if (Disk is not null)
        {
            builder.Services.AddSingleton(Disk);
        }

        _app = builder.Build();
        _app.MapDefaultEndpoints();
        _app.MapDav();
        await _app.StartAsync();
    }

    public async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            using var now = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await app.StopAsync(now.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await app.DisposeAsync();
        }
    }

    public HttpClient NewClient(string? user, string password = "")
    {
        // Who asks before it sends a body waits for the answer, however busy the machine is.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, Expect100ContinueTimeout = TestCluster.Patience };
        var client = new HttpClient(handler) { BaseAddress = new Uri(Url) };
        if (user is not null)
        {
            client.DefaultRequestHeaders.Authorization =
                new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        }

        return client;
    }

    /// <summary>Sends a path as it stands, dot segments and all.</summary>
    public Task<HttpResponseMessage> SendAsync(string method, string path, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, content: null, headers);

    public Task<HttpResponseMessage> SendAsync(string method, string path, string body, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, new ByteArrayContent(Encoding.UTF8.GetBytes(body)), headers);

    public async Task<HttpResponseMessage> SendAsync(string method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(method), new Uri(Url + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Content = content,
        };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await Client.SendAsync(request);
    }

    /// <summary>Puts a file that must be taken.</summary>
    public async Task<EntityTagHeaderValue> PutAsync(string path, string content)
    {
        using var response = await SendAsync("PUT", path, content);
        Assert.True(response.IsSuccessStatusCode, $"PUT {path}: {response.StatusCode}");
        return response.Headers.ETag!;
    }

    public async Task MkColAsync(string path)
    {
        using var response = await SendAsync("MKCOL", path);
        Assert.Equal(System.Net.HttpStatusCode.Created, response.StatusCode);
    }

    /// <summary>The status alone.</summary>
    public async Task<int> StatusAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(method, path, headers);
        return (int)response.StatusCode;
    }

    /// <summary>The status of a request with a body.</summary>
    public async Task<int> StatusWithBodyAsync(string method, string path, string body, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(method, path, body, headers);
        return (int)response.StatusCode;
    }

    public Task<string> GetAsync(string path) => Client.GetStringAsync(new Uri(path, UriKind.Relative));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<DavServer> StartedAsync(DavServer server)
    {
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
