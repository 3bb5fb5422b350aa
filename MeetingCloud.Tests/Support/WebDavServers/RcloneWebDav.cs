using System.Diagnostics;
using MeetingCloud.Tests.Support.Programs;

namespace MeetingCloud.Tests.Support.WebDavServers;

/// <summary><c>rclone serve webdav</c>: the WebDAV library of Go.</summary>
public sealed class RcloneWebDav() : WebDavProgram("rclone")
{
    public static bool IsInstalled => InstalledProgram.Find("rclone") is not null;

    // Nothing about folders is remembered, so that a test may change files behind its back.
    protected override IReadOnlyList<string> Arguments() =>
    [
        "serve", "webdav", RootPath, "--addr", FormattableString.Invariant($"127.0.0.1:{Port}"), "--user", UserName, "--pass", Password,
        "--dir-cache-time", "0s",
    ];

    protected override void Configure(ProcessStartInfo start)
    {
        // Not what the user of this machine has set up.
        start.Environment["RCLONE_CONFIG"] = Path.Combine(Folder, "rclone.conf");
        start.Environment["RCLONE_CACHE_DIR"] = Path.Combine(Folder, "cache");
    }
}
