using System.Runtime.InteropServices;

namespace MeetingCloud.Storage.Blobs;

/// <summary>A second name for a file's bytes, which .NET has no call for.</summary>
internal static partial class HardLink
{
    /// <summary>False where the file system has no hard links, or the names are on different ones.</summary>
    public static bool TryCreate(string existing, string name) =>
        OperatingSystem.IsWindows() ? CreateOnWindows(name, existing, 0) : CreateOnUnix(existing, name) == 0;

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CreateOnUnix(string existing, string name);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateOnWindows(string name, string existing, nint securityAttributes);
}
