using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace MeetingCloud.Web.Browser;

/// <summary>
/// The time zone of the reader's browser. It tells a page that runs in a circuit; for the page's first HTML it left it in a cookie the
/// last time. UTC where nobody knows.
/// </summary>
/// <param name="first">What the first HTML leaves for the circuit.</param>
public sealed class BrowserZone(IJSRuntime script, PersistentComponentState? first = null) : IDisposable
{
    private const string Cookie = "meetingcloud.zone";
    private TimeZoneInfo? _zone;
    private string? _cookie;
    private PersistingComponentStateSubscription? _leaving;

    /// <summary>
    /// What is known without asking the browser. A circuit begins with what the page's first HTML was in, or all times would jump for a
    /// moment when it takes over.
    /// </summary>
    /// <param name="request">Null in a circuit.</param>
    public TimeZoneInfo Expect(HttpRequest? request)
    {
        if (_zone is not null)
        {
            return _zone;
        }

        if (request is not null)
        {
            _cookie = request.Cookies[Cookie];
            _leaving ??= first?.RegisterOnPersisting(LeaveAsync, RenderMode.InteractiveServer);
        }
        else if (first?.TryTakeFromJson<string>(Cookie, out var left) == true)
        {
            _cookie = left;
        }

        return Parse(_cookie) ?? TimeZoneInfo.Utc;
    }

    public void Dispose() => _leaving?.Dispose();

    /// <param name="request">Null in a circuit.</param>
    public async ValueTask<TimeZoneInfo> GetAsync(HttpRequest? request)
    {
        if (request is not null)
        {
            return Expect(request);
        }

        if (_zone is null)
        {
            try
            {
                await using var browser = await script.InvokeAsync<IJSObjectReference>("import", "./js/browser.js");
                _zone = browser is not null && await browser.InvokeAsync<ZoneOfBrowser?>("zone") is { } zone
                    ? Find(zone.Name, zone.MinutesEast) ?? TimeZoneInfo.Utc
                    : TimeZoneInfo.Utc;
            }
            catch (JSException)
            {
                // A browser that cannot say so gets UTC, and is told that it is UTC.
                _zone = TimeZoneInfo.Utc;
            }
            catch (JSDisconnectedException)
            {
                return TimeZoneInfo.Utc;
            }
        }

        return _zone;
    }

    /// <summary>The zone of <c>name|minutes east of Greenwich</c>, or null.</summary>
    internal static TimeZoneInfo? Parse(string? text) =>
        text?.Split('|') is [var name, var minutes] && int.TryParse(minutes, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var east)
            ? Find(name, east)
            : null;

    private Task LeaveAsync()
    {
        first!.PersistAsJson(Cookie, _cookie);
        return Task.CompletedTask;
    }

    // A name that this machine does not know still has the offset of today.
    private static TimeZoneInfo? Find(string name, int minutesEast)
    {
        if (name.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            return zone;
        }

        const int max = 14 * 60;
        if (minutesEast is < -max or > max)
        {
            return null;
        }

        var offset = TimeSpan.FromMinutes(minutesEast);
        var label = string.Create(CultureInfo.InvariantCulture, $"UTC{(minutesEast < 0 ? '-' : '+')}{offset:hh\\:mm}");
        return TimeZoneInfo.CreateCustomTimeZone(label, offset, label, label);
    }

    private sealed record ZoneOfBrowser(string Name, int MinutesEast);
}
