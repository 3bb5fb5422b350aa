using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace MeetingCloud.OfflineHosting.Supervision;

/// <summary>The few POSIX calls that .NET has no name for. The constants have one value on Linux and macOS.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class Posix
{
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;

    /// <summary>Sends a signal to a process or, where <paramref name="processId"/> is negative, to the process group of that number.</summary>
    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Kill(int processId, int signal);

    /// <summary>Makes the caller the leader of a new session, and so of a new process group.</summary>
    [LibraryImport("libc", EntryPoint = "setsid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetSession();

    [LibraryImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int GetParentProcessId();
}
