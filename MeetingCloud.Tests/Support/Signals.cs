using System.Diagnostics;
using System.Globalization;

namespace MeetingCloud.Tests.Support;

/// <summary>What process managers send, for which .NET has no call.</summary>
internal static class Signals
{
    /// <summary>SIGTERM: end in an orderly way.</summary>
    public static Task TerminateAsync(int processId) => SendAsync("TERM", processId);

    /// <summary>SIGHUP: nginx reads its configuration anew.</summary>
    public static Task ReloadAsync(int processId) => SendAsync("HUP", processId);

    private static async Task SendAsync(string signal, int processId)
    {
        using var kill = Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -s {signal} {processId}")]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
