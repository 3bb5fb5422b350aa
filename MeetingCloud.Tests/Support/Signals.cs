using System.ComponentModel;
using System.Runtime.InteropServices;

namespace MeetingCloud.Tests.Support;

/// <summary>What process managers send, for which .NET has no call.</summary>
internal static partial class Signals
{
    private const int Hangup = 1;
    private const int Termination = 15;

    /// <summary>SIGTERM: end in an orderly way.</summary>
    public static void Terminate(int processId) => Send(processId, Termination);

    /// <summary>SIGHUP: nginx reads its configuration anew.</summary>
    public static void Reload(int processId) => Send(processId, Hangup);

    private static void Send(int processId, int signal)
    {
        if (Kill(processId, signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
