namespace MeetingCloud.Benchmarks.Web;

/// <summary>One look at a page, by a browser that has never seen it.</summary>
/// <param name="FirstPaint">First contentful paint, milliseconds after the address was entered.</param>
/// <param name="Html">When the whole of its HTML had come, milliseconds.</param>
/// <param name="Bytes">Of its HTML.</param>
/// <param name="IsComplete">Whether the HTML had the control plane's answer in it, and not that it is still awaited.</param>
internal sealed record PageVisit(double FirstPaint, double Html, int Bytes, bool IsComplete)
{
    private const string PaintScript = """
        () => new Promise(done => new PerformanceObserver(list => {
          const paint = list.getEntriesByName('first-contentful-paint')[0];
          if (paint) done(paint.startTime);
        }).observe({ type: 'paint', buffered: true }))
        """;

    /// <exception cref="InvalidOperationException">The page is not there, or another was shown in its place.</exception>
    public static async Task<PageVisit> MakeAsync(Chromium chromium, string path, bool signedIn)
    {
        var page = await chromium.OpenAsync(signedIn);
        try
        {
            var response = await page.GotoAsync(path);
            if (response is null || !response.Ok || !response.Url.EndsWith(path, StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"{path}: {response?.Status} from {response?.Url}.");
            }

            var paint = await page.EvaluateAsync<double>(PaintScript);
            var came = await page.EvaluateAsync<double>("() => performance.getEntriesByType('navigation')[0].responseEnd");
            var html = await response.BodyAsync();
            return new PageVisit(paint, came, html.Length, html.AsSpan().IndexOf("class=\"waiting\""u8) < 0);
        }
        finally
        {
            await page.Context.CloseAsync();
        }
    }
}
