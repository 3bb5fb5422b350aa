using System.Net;
using System.Net.Sockets;

namespace MeetingCloud.Benchmarks.Processes;

/// <summary>What processes need of the machine: their programs and ports.</summary>
internal static class Programs
{
    // Debian keeps servers out of the PATH of ordinary users.
    private static readonly string[] s_serverFolders = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"];

    /// <summary>Full path of a program, or null where this machine has none.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Concat(s_serverFolders)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
        .FirstOrDefault(File.Exists);

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until a process that was just started is ready. One that does not get there is disposed: nobody else has it yet.</summary>
    /// <exception cref="InvalidOperationException">It ended, or is not ready in time.</exception>
    public static async Task WaitUntilReadyAsync(
        this ChildProcess process, string what, Func<CancellationToken, Task<bool>> isReady, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        var ready = false;
        try
        {
            while (!(ready = await isReady(limit.Token)))
            {
                if (process.HasExited)
                {
                    throw new InvalidOperationException($"{what} did not start:\n{process.Output}");
                }

                await Task.Delay(50, limit.Token);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException($"{what} is not ready within 90 s:\n{process.Output}", exception);
        }
        finally
        {
            if (!ready)
            {
                await process.DisposeAsync();
            }
        }
    }
}
