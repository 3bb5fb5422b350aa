using Microsoft.Playwright;

namespace Screenshots;

/// <summary>Files on their way into a meeting: three are being sent, one is paused, one waits.</summary>
internal sealed class Uploads : IDisposable
{
    // Large enough that none is stored while the picture is taken: the next look finds the meeting as this one did.
    private static readonly (string Name, long Size)[] s_files =
    [
        ("Recording of last year 去年会议录像.mp4", 420_000_000),
        ("Harbour from the air 港口航拍.mov", 260_000_000),
        ("Slides of the board 董事会演示.pptx", 180_000_000),
        ("Drawings of the ferry 渡轮图纸.zip", 150_000_000),
        ("Interviews 访谈.m4a", 96_000_000),
    ];

    private const int Paused = 1;
    private const int BytesPerSecond = 20_000_000;
    private const int EnoughPercent = 12;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("screenshots");

    public async Task BeginAsync(IPage page)
    {
        var network = await page.Context.NewCDPSessionAsync(page);
        await network.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["offline"] = false,
            ["latency"] = 0,
            ["downloadThroughput"] = -1,
            ["uploadThroughput"] = BytesPerSecond,
        });
        await page.Locator(".uploader input[data-input=files]").First.SetInputFilesAsync([.. s_files.Select(Make)]);
        var rows = page.Locator(".uploader .row");
        await Reach(rows.Nth(Paused), EnoughPercent / 2);
        await rows.Nth(Paused).Locator(".commands button").First.ClickAsync();
        await Reach(rows.First, EnoughPercent);
        // As a page is that nobody points at.
        await page.Mouse.MoveAsync(0, 0);
        await page.EvaluateAsync("document.activeElement?.blur(); scrollTo(0, 0)");
    }

    /// <summary>So that the server need not keep what nobody goes on with.</summary>
    public static Task EndAsync(IPage page) => page.Locator(".uploader .all .commands button").Last.ClickAsync();

    public void Dispose() => _folder.Delete(recursive: true);

    private static Task Reach(ILocator row, int percent) => row.EvaluateAsync(
        """
        async (row, percent) => {
          const now = () => Number(row.querySelector("[role=progressbar]").getAttribute("aria-valuenow"));
          while (now() < percent) await new Promise(again => setTimeout(again, 50));
        }
        """,
        percent);

    // Empty to the disk, and as large as it says to who reads it.
    private string Make((string Name, long Size) file)
    {
        var path = Path.Combine(_folder.FullName, file.Name);
        using var stream = File.Create(path);
        stream.SetLength(file.Size);
        return path;
    }
}
