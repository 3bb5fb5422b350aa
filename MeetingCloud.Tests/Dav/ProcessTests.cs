using System.Diagnostics;
using System.Globalization;
using System.Net;
using MeetingCloud.Dav;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Dav;

/// <summary>The server as a process of its own: killed where it hurts, and measured.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mc-dav-");
    private readonly int _port = Ports.Next();
    private Process? _process;

    [Fact]
    public async Task OldFile_IsWholeAndNothingIsLeft_WhenKilledInMidUpload()
    {
        using var client = await StartAsync();
        var old = new byte[1_000_000];
        old.AsSpan().Fill((byte)'o');
        using var before = new ByteArrayContent(old);
        using (var put = await client.PutAsync(new Uri("/f", UriKind.Relative), before))
        {
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        }

        using var content = new GatedContent(new string('n', 2_000_000));
        var upload = client.PutAsync(new Uri("/f", UriKind.Relative), content);
        await content.Begun;
        var temporary = Path.Combine(_folder.FullName, ".davstore", "tmp");
        await Eventually.BecomesTrueAsync(
            () => Directory.EnumerateFiles(temporary).Any(static file => new FileInfo(file).Length > 0), s_limit, "a part is on the disk");

        _process!.Kill();
        await _process.WaitForExitAsync();

        content.Finish();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => upload);
        Assert.NotEmpty(Directory.EnumerateFiles(temporary));
        using var again = await StartAsync();
        Assert.Equal(old, await again.GetByteArrayAsync(new Uri("/f", UriKind.Relative)));
        Assert.Empty(Directory.EnumerateFiles(temporary));
    }

    [Fact]
    public async Task Memory_IsThatOfAFewBuffers_WhenALargeFileIsPutAndRead()
    {
        const long Size = 300 << 20;
        using var client = await StartAsync();
        using var content = new StreamContent(new ZeroStream(Size), 1 << 20);
        using (var put = await client.PutAsync(new Uri("/large", UriKind.Relative), content))
        {
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        }

        await using var body = await client.GetStreamAsync(new Uri("/large", UriKind.Relative));
        var buffer = new byte[1 << 20];
        long read = 0;
        int count;
        while ((count = await body.ReadAsync(buffer)) > 0)
        {
            read += count;
        }

        _process!.Refresh();
        Assert.Equal(Size, read);
        Assert.InRange(_process.PeakWorkingSet64, 1, 220 << 20);
    }

    [Fact]
    public async Task Start_EndsWithTheReasonsAndNoSecret_WhenSettingsCannotWork()
    {
        using var process = Launch(("DAV_USERNAME", ""), ("DAV_PASSWORD", "short"), ("DAV_QUOTA_BYTES", "0"), ("PORT", "x"));
        using var patience = new CancellationTokenSource(s_limit);
        var errors = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);

        Assert.Equal(78, process.ExitCode);
        foreach (var name in new[] { "DAV_USERNAME", "DAV_PASSWORD", "DAV_QUOTA_BYTES", "PORT" })
        {
            Assert.Contains(name, errors, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("'short'", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<HttpClient> StartAsync()
    {
        _process?.Dispose();
        _process = Launch(("DAV_USERNAME", "anna"), ("DAV_PASSWORD", "password1"));
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}")) };
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String("anna:password1"u8));
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                try
                {
                    return (await client.GetAsync(new Uri("/health", UriKind.Relative))).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            s_limit,
            "the server is healthy");
        return client;
    }

    private Process Launch(params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(DavOptions).Assembly.Location])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        (string Name, string Value)[] all = [("HOST", "127.0.0.1"), ("PORT", _port.ToString(CultureInfo.InvariantCulture)), ("DAV_ROOT", _folder.FullName), .. settings];
        foreach (var (name, value) in all)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
