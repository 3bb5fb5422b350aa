using System.ComponentModel;
using System.Diagnostics;

namespace MeetingCloud.OfflineHosting.Supervision;

/// <summary>What goes on when a resource's process has been killed: a container lives without the client that runs it.</summary>
internal static class Leftover
{
    /// <summary>How long its removal may take: an engine that does not answer must not keep the application from ending.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Removes it, if it is there.</summary>
    public static async Task RemoveAsync(StartCommand start)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(start.FileName, start.Removal ?? [])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            // A client that cannot be run has left nothing.
            return;
        }

        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The removal as a line of the POSIX shell.</summary>
    public static string ShellLine(StartCommand start) =>
        string.Join(' ', start.Removal!.Prepend(start.FileName).Select(Quote)) + " > /dev/null 2>&1";

    private static string Quote(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
