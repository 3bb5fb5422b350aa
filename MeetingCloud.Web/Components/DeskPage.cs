using MeetingCloud.Web.Browser;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components;

/// <summary>A page whose times are those of the reader's own clock.</summary>
public abstract class DeskPage : LivePage
{
    /// <summary>Until <see cref="FindZoneAsync"/> has been called: what the browser said the last time, or UTC.</summary>
    protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    [Inject]
    private BrowserZone Browser { get; set; } = null!;

    protected override void OnInitialized() => Zone = Browser.Expect(Http?.Request);

    protected async ValueTask FindZoneAsync() => Zone = await Browser.GetAsync(Http?.Request);
}
