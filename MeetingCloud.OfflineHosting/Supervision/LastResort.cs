using System.Diagnostics;
using System.Runtime.Versioning;

namespace MeetingCloud.OfflineHosting.Supervision;

/// <summary>
/// For the day on which the AppHost and its supervisor are killed together, as <c>pkill -9 -f AppHost</c> does: a shell in the
/// supervisor's process group that waits on a pipe which only the supervisor holds. The kernel closes the pipe with the supervisor,
/// and the shell kills the group, itself included.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class LastResort
{
    // Kept, and never disposed: the pipe has to stay open for as long as the supervisor lives.
    private static Process? s_shell;

    /// <summary>Starts the shell. The supervisor leads its group by now.</summary>
    public static void Start()
    {
        s_shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "cat > /dev/null; kill -9 0"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        });
    }
}
