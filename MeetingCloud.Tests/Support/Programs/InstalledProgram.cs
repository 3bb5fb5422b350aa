using System.Diagnostics;
using System.Globalization;

namespace MeetingCloud.Tests.Support.Programs;

/// <summary>A program of the system, run to its end.</summary>
internal static class InstalledProgram
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <summary>Debian keeps PostgreSQL's programs, of which several versions may be installed, out of the PATH.</summary>
    private const string Postgres = "/usr/lib/postgresql";

    /// <summary>And servers out of the PATH of ordinary users.</summary>
    private static readonly string[] s_serverFolders = ["/usr/sbin", "/usr/local/sbin"];

    private static readonly StringComparer s_versions = StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering);

    /// <summary>Full path of a program, or null where this machine has none.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Concat(s_serverFolders)
        .Concat(Directory.Exists(Postgres) ? Directory.GetDirectories(Postgres).OrderDescending(s_versions).Select(version => Path.Combine(version, "bin")) : [])
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>Runs it with its home in <paramref name="folder"/>, so that no settings of the user's take part.</summary>
    /// <returns>Its exit code and all that it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string name, string folder, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(Find(name)!, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["HOME"] = folder;
        start.Environment["XDG_CONFIG_HOME"] = folder;
        start.Environment["RCLONE_CONFIG"] = Path.Combine(folder, "rclone.conf");
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var proxy in start.Environment.Keys.Where(static key => key.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(proxy);
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(s_limit);
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), patience.Token);
            process.StandardInput.Close();
            var outputs = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, string.Concat(outputs));
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{name} did not end within {s_limit}.", exception);
        }
    }
}
