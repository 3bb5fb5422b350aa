using System.Diagnostics;
using System.Runtime.Versioning;

namespace MeetingCloud.OfflineHosting.Supervision;

/// <summary>
/// For the day on which the AppHost and its supervisor are killed together, as <c>pkill -9 -f AppHost</c> does: a shell in the
/// supervisor's process group that waits on a pipe which only the supervisor holds. The kernel closes the pipe with the supervisor,
/// and the shell removes the containers that it has been told of and kills the group, itself included.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class LastResort
{
    // Each line that it is told is a command. The group is killed also where one of them does not end.
    private static readonly string s_script = $"""
        while IFS= read -r line; do lines="$lines$line; "; done
        if [ "$lines" ]; then (sleep {Leftover.Patience.TotalSeconds:0}; kill -9 0) & fi
        eval "$lines"
        kill -9 0
        """;

    // Kept, and never disposed: the pipe has to stay open for as long as the supervisor lives.
    private static Process? s_shell;

    /// <summary>Starts the shell. The supervisor leads its group by now.</summary>
    public static void Start()
    {
        s_shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", s_script])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        });
    }

    /// <summary>Tells the shell what a process leaves behind when it is killed.</summary>
    public static void Remember(StartCommand start)
    {
        try
        {
            s_shell!.StandardInput.WriteLine(Leftover.ShellLine(start));
            s_shell.StandardInput.Flush();
        }
        catch (IOException)
        {
            // Somebody has killed the shell: there is no last resort any more, and no reason to end.
        }
    }
}
