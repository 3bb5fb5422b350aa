namespace MeetingCloud.Benchmarks.Web;

/// <summary>An admin's window with the overview, kept up to date by its circuit.</summary>
internal sealed class Watcher
{
    private int _messages;

    private Watcher()
    {
    }

    /// <summary>What the web has told the page since <see cref="Forget"/>.</summary>
    public int Messages => Volatile.Read(ref _messages);

    /// <summary>Opens the overview and returns once it is live.</summary>
    public static async Task<Watcher> OpenAsync(Chromium chromium)
    {
        var watcher = new Watcher();
        var page = await chromium.OpenAsync(signedIn: true);
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, _) => Interlocked.Increment(ref watcher._messages);
        await page.GotoAsync("/");
        await page.WaitForSelectorAsync(".shell[data-interactive]");
        // It goes on changing, but is not painted: fifty screens would take the cores from what is measured.
        await page.EvaluateAsync("() => { document.body.style.display = 'none'; }");
        return watcher;
    }

    public void Forget() => Volatile.Write(ref _messages, 0);
}
