using System.Diagnostics;
using System.Globalization;
using MeetingCloud.Tests.Support.Programs;

namespace MeetingCloud.Tests.Support.Namespaces;

/// <summary>
/// A machine of its own as far as the network goes: it has its own links, addresses and routes, and reaches nothing but what it is linked
/// to. Programs run in it; they, and it, are gone when it is disposed.
/// </summary>
internal sealed class NetworkNamespace : IAsyncDisposable
{
    private readonly string _name;
    private readonly List<(Process Process, string Folder)> _processes = [];

    private NetworkNamespace(string name) => _name = name;

    /// <summary>A name that no other run has.</summary>
    public static string NewName(string purpose) => $"mc-{Guid.NewGuid().ToString("N")[..10]}-{purpose}";

    public static async Task<NetworkNamespace> CreateAsync(string purpose)
    {
        var space = new NetworkNamespace(NewName(purpose));
        await IpAsync("netns", "add", space._name);
        try
        {
            await space.ConfigureAsync("link", "set", "lo", "up");
            return space;
        }
        catch
        {
            await space.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lays a line to another namespace, of so many megabits per second in each direction.</summary>
    /// <param name="own">This end: its name and its address with a prefix length.</param>
    /// <param name="others">The other end.</param>
    public async Task LinkAsync((string Link, string Address) own, NetworkNamespace other, (string Link, string Address) others, int megabits)
    {
        await ConfigureAsync("link", "add", own.Link, "type", "veth", "peer", "name", others.Link, "netns", other._name);
        foreach (var (space, (link, address)) in new[] { (this, own), (other, others) })
        {
            await space.ConfigureAsync("address", "add", address, "dev", link);
            await space.ConfigureAsync("link", "set", link, "up");
            var rate = string.Create(CultureInfo.InvariantCulture, $"{megabits}mbit");
            await space.RunAsync("tc", "qdisc", "add", "dev", link, "root", "tbf", "rate", rate, "burst", "128kb", "latency", "200ms");
        }
    }

    /// <summary><c>ip</c> in this namespace.</summary>
    public Task<string> ConfigureAsync(params string[] arguments) => IpAsync(["-n", _name, .. arguments]);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote.</returns>
    public Task<string> RunAsync(params string[] command) => IpAsync(["netns", "exec", _name, .. command]);

    /// <summary>Starts a program that ends with the namespace.</summary>
    /// <param name="folder">Its working folder; what it writes is in <c>output.txt</c> there.</param>
    public Process Start(string folder, IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        // exec: the program takes the place of ip and of the shell, and is what is killed.
        var start = new ProcessStartInfo(
            InstalledProgram.Find("ip")!, ["netns", "exec", _name, "sh", "-c", "exec \"$@\" > output.txt 2>&1", "sh", .. command])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        _processes.Add((process, folder));
        return process;
    }

    /// <summary>As <c>kill -9</c> does.</summary>
    public async Task KillAsync(Process process)
    {
        _processes.RemoveAll(started => started.Process == process);
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <exception cref="InvalidOperationException">One of the programs has ended, and was not killed; with what it wrote.</exception>
    public void ThrowIfEnded()
    {
        foreach (var (process, folder) in _processes.Where(static started => started.Process.HasExited))
        {
            throw new InvalidOperationException($"{Path.GetFileName(folder)} ended with {process.ExitCode}:\n{File.ReadAllText(Path.Combine(folder, "output.txt"))}");
        }
    }

    /// <summary>Bytes that left this namespace by a link, and that came in by it.</summary>
    public async Task<(long Sent, long Received)> CountAsync(string link)
    {
        // ip remounts /sys for the namespace that it enters.
        var counts = await RunAsync("cat", $"/sys/class/net/{link}/statistics/tx_bytes", $"/sys/class/net/{link}/statistics/rx_bytes");
        var lines = counts.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (long.Parse(lines[0], CultureInfo.InvariantCulture), long.Parse(lines[1], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (process, _) in _processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        // Its links go with it, and the other ends of them.
        await IpAsync("netns", "delete", _name);
    }

    private static async Task<string> IpAsync(params string[] arguments)
    {
        var (exitCode, output) = await InstalledProgram.RunAsync("ip", Path.GetTempPath(), "", arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {exitCode}, {output}");
    }
}
