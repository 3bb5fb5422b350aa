using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using MeetingCloud.Tests.AppHost;
using MeetingCloud.Tests.Support.Programs;

namespace MeetingCloud.Tests.Dav;

/// <summary>Programs that speak WebDAV, as people use them.</summary>
public sealed partial class ProgramTests : IAsyncLifetime, IDisposable
{
    // Of characters that need no quoting in any of the programs' own ways.
    private const string User = "anna";
    private const string Password = "password1";

    private readonly TemporaryFolder _folder = new();
    private DavServer _server = null!;

    public async Task InitializeAsync() => _server = await DavServer.StartAsync(("DAV_USERNAME", User), ("DAV_PASSWORD", Password));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [ProgramFact("litmus")]
    public async Task Litmus_PassesEverySuiteWithoutAWarning()
    {
        var (exitCode, output) = await InstalledProgram.RunAsync("litmus", _folder.Path, "", _server.Url + "/", User, Password);

        Assert.True(exitCode == 0, output);
        Assert.Equal(["basic", "copymove", "http", "locks", "props"], LitmusSummary().Matches(output).Select(static match => match.Groups["suite"].Value).Order());
        Assert.All(LitmusSummary().Matches(output), match => Assert.Equal(match.Groups["run"].Value, match.Groups["passed"].Value));
        Assert.DoesNotContain("WARNING", output, StringComparison.Ordinal);
        Assert.DoesNotContain("SKIPPED", output, StringComparison.Ordinal);
    }

    [ProgramFact("rclone")]
    public async Task Rclone_CopiesChecksListsAndMoves()
    {
        var source = Directory.CreateDirectory(Path.Combine(_folder.Path, "source", "会议 #1")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(source, "big.bin"), Cluster.HttpExtensions.Bytes(5_000_000));
        await File.WriteAllTextAsync(Path.Combine(source, "a&b <c>%20.txt"), "text");
        await File.WriteAllTextAsync(Path.Combine(source, "..", "empty"), "");
        var obscured = (await RcloneAsync("obscure", Password)).Trim();
        string Remote(string path) => $":webdav,url='{_server.Url}',vendor=other,user={User},pass={obscured}:{path}";

        await RcloneAsync("copy", Path.Combine(_folder.Path, "source"), Remote("first"));
        await RcloneAsync("check", "--download", Path.Combine(_folder.Path, "source"), Remote("first"));
        await RcloneAsync("move", Remote("first"), Remote("second"));
        var listing = await RcloneAsync("ls", Remote("second"));
        await RcloneAsync("check", "--download", Path.Combine(_folder.Path, "source"), Remote("second"));

        Assert.Contains("5000000 会议 #1/big.bin", listing, StringComparison.Ordinal);
        Assert.Contains("4 会议 #1/a&b <c>%20.txt", listing, StringComparison.Ordinal);
        Assert.Contains("0 empty", listing, StringComparison.Ordinal);
        Assert.Equal("second/", (await RcloneAsync("lsf", Remote(""))).Trim());
        await RcloneAsync("purge", Remote("second"));
        Assert.Equal("", await RcloneAsync("lsf", Remote("")));
    }

    [ProgramFact("cadaver")]
    [UnsupportedOSPlatform("windows")]
    public async Task Cadaver_EditsUnderALockAndKeepsProperties()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, ".netrc"), $"machine 127.0.0.1 login {User} password {Password}\n");
        File.SetUnixFileMode(Path.Combine(_folder.Path, ".netrc"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "local.txt"), "first words");

        var (exitCode, output) = await InstalledProgram.RunAsync(
            "cadaver",
            _folder.Path,
            """
            mkcol papers
            cd papers
            put local.txt
            lock local.txt
            discover local.txt
            put local.txt
            propset local.txt color blue
            propget local.txt color
            unlock local.txt
            copy local.txt copy.txt
            move copy.txt moved.txt
            ls
            get moved.txt fetched.txt
            delete local.txt
            cd ..
            quit

            """,
            _server.Url + "/");

        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("failed", output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Value of color is: blue", output, StringComparison.Ordinal);
        Assert.Contains("Scope: exclusive", output, StringComparison.Ordinal);
        Assert.Equal("first words", await File.ReadAllTextAsync(Path.Combine(_folder.Path, "fetched.txt")));
        Assert.Equal(["/papers/", "/papers/moved.txt"], (await Multistatus.PropFindAsync(_server, "/papers", "1")).Hrefs);
    }

    [GeneratedRegex("summary for `(?<suite>[a-z]+)': of (?<run>[0-9]+) tests run: (?<passed>[0-9]+) passed", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LitmusSummary();

    private async Task<string> RcloneAsync(params string[] arguments)
    {
        var (exitCode, output) = await InstalledProgram.RunAsync("rclone", _folder.Path, "", ["--quiet", .. arguments]);
        Assert.True(exitCode == 0, output);
        return output;
    }
}
