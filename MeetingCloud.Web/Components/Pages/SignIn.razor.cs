using MeetingCloud.Web.Preferences;
using MeetingCloud.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Pages;

/// <summary>Exchanges the admin key for a session.</summary>
public sealed partial class SignIn
{
    private bool _refused;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [Inject]
    private AdminSession Session { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromForm]
    private string? Key { get; set; }

    [SupplyParameterFromQuery(Name = "return_url")]
    private string? ReturnTo { get; set; }

    protected override void OnInitialized()
    {
        if (HttpMethods.IsGet(Context.Request.Method) && Context.User.Identity?.IsAuthenticated == true)
        {
            Navigation.NavigateTo(ReturnUrl.Safe(ReturnTo));
        }
    }

    private async Task SignInAsync()
    {
        if (Session.Begin(Key?.Trim()) is not { } admin)
        {
            _refused = true;
            Context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        await Context.SignInAsync(AdminSession.Scheme, admin);
        Navigation.NavigateTo(ReturnUrl.Safe(ReturnTo));
    }
}
