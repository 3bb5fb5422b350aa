using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace MeetingCloud.Web.Components;

/// <summary>All pages, for as long as the session lasts that their circuit began with.</summary>
public sealed partial class Routes
{
    private bool _hasEnded;

    [CascadingParameter]
    private Task<AuthenticationState> Session { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override async Task OnParametersSetAsync()
    {
        // Without a circuit the server has looked at the session just now, and let through whom it lets through.
        if (RendererInfo.IsInteractive)
        {
            _hasEnded = (await Session).User.Identity?.IsAuthenticated != true;
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (_hasEnded)
        {
            // The page and its questions before leaving are gone. A full load: the browser may have a newer session, else it gets the form.
            Navigation.NavigateTo(Navigation.Uri, forceLoad: true);
        }
    }
}
