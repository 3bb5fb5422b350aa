using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using MeetingCloud.Api.Origins;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Databases;

namespace MeetingCloud.Tests.Cluster.Origins;

/// <summary>A control plane as a process of its own, which can be killed.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    private readonly Dictionary<string, string> _settings;
    private readonly string _folder;
    private readonly bool _sharesDatabase;
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    private ApiProcess(string folder, TestDatabase database, bool sharesDatabase, string redis, IEnumerable<(string Name, string? Value)> settings)
    {
        var port = Ports.Next();
        _folder = folder;
        Database = database;
        _sharesDatabase = sharesDatabase;
        _settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOST"] = "127.0.0.1",
            ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["DATABASE_URL"] = database.Url,
            ["UPLOAD_DIR"] = Uploads,
            ["API_KEY"] = TestCluster.NodeKey,
            ["ADMIN_API_KEY"] = TestCluster.AdminKey,
            ["ConnectionStrings__redis"] = redis,
        };
        foreach (var (name, value) in settings)
        {
            _settings[name] = value!;
        }

        port = int.Parse(_settings["PORT"], CultureInfo.InvariantCulture);

        Admin = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")) };
        Admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestCluster.AdminKey);
    }

    public HttpClient Admin { get; }

    /// <summary>Of its HTTP address.</summary>
    public int Port => Admin.BaseAddress!.Port;

    /// <summary>It can be looked into while the process runs.</summary>
    public TestDatabase Database { get; }

    public string Uploads => Path.Combine(_folder, "uploads");

    /// <param name="folder">For its database and its files.</param>
    /// <param name="redis">Where Redis is.</param>
    /// <param name="settings">Those in which it differs from the usual one.</param>
    /// <param name="shared">A database that others use as well; null for one of its own.</param>
    public static async Task<ApiProcess> StartNewAsync(
        string folder, string redis, IEnumerable<(string Name, string? Value)> settings, TestDatabase? shared = null)
    {
        var process = new ApiProcess(folder, shared ?? await TestDatabase.CreateAsync(folder), shared is not null, redis, settings);
        try
        {
            await process.StartAsync();
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(OriginOptions).Assembly.Location])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        _output.Clear();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                if (_process.HasExited)
                {
                    // With the last of what it wrote.
                    await _process.WaitForExitAsync();
                    throw new InvalidOperationException($"The control plane did not start:\n{string.Join('\n', _output)}");
                }

                try
                {
                    using var response = await Admin.GetAsync(new Uri("/health", UriKind.Relative));
                    return response.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            // A whole program starts, while others may keep the machine and the database busy.
            3 * TestCluster.Patience,
            "the control plane is healthy");
    }

    /// <summary>As <c>kill -9</c> does.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>As a process manager does: SIGTERM, and then it is waited for.</summary>
    public async Task TerminateAsync()
    {
        var process = _process!;
        await Signals.TerminateAsync(process.Id);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(patience.Token);
        process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            Kill();
        }

        Admin.Dispose();
        if (!_sharesDatabase)
        {
            await Database.DisposeAsync();
        }
    }
}
