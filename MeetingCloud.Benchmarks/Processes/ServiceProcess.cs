using System.Globalization;
using System.Reflection;

namespace MeetingCloud.Benchmarks.Processes;

/// <summary>A service of MeetingCloud as it was built with this program, on loopback.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private ServiceProcess(ChildProcess process, int port)
    {
        Process = process;
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
    }

    public ChildProcess Process { get; }

    public Uri Url { get; }

    /// <summary>Starts a service and waits until its <c>/health</c> says that it is ready to work.</summary>
    /// <param name="assembly">Name of its assembly.</param>
    /// <param name="portVariable">The environment variable for its port.</param>
    public static async Task<ServiceProcess> StartAsync(
        string assembly, string portVariable, string folder, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var port = Programs.FreePort();
        Directory.CreateDirectory(folder);
        var process = ChildProcess.Start("dotnet", [PathOf(assembly)], folder, settings
            .Append(new("HOST", "127.0.0.1"))
            .Append(new(portVariable, port.ToString(CultureInfo.InvariantCulture)))
            .Append(new("Logging__LogLevel__Default", "Warning")));
        var service = new ServiceProcess(process, port);
        using var client = new HttpClient { BaseAddress = service.Url };
        await process.WaitUntilReadyAsync(assembly, token => IsHealthyAsync(client, token), cancellationToken);
        return service;
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static string PathOf(string assembly) => typeof(ServiceProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == assembly).Value!;

    private static async Task<bool> IsHealthyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync("/health", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
