using System.Globalization;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Web.Preferences;
using MeetingCloud.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Pages;

/// <summary>Exchanges the admin key for a session.</summary>
public sealed partial class SignIn
{
    private const string Target = "sign-in";

    private bool _refused;
    private TimeSpan? _wait;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [Inject]
    private AdminSession Session { get; set; } = null!;

    [Inject]
    private GuessLimit Guesses { get; set; } = null!;

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
            Refuse();
            return;
        }

        await Context.SignInAsync(AdminSession.Scheme, admin);
        Navigation.NavigateTo(ReturnUrl.Safe(ReturnTo));
    }

    // After the key was looked at, not before: it is too long to be guessed however often one may try, and whoever shares an address with the
    // organisers must not be able to keep them out.
    private void Refuse()
    {
        var caller = Context.Connection.RemoteIpAddress;
        _wait = Guesses.WaitOf(caller, Target);
        if (_wait is { } wait)
        {
            Context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            Context.Response.Headers.RetryAfter = string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(wait.TotalSeconds)}");
            return;
        }

        Guesses.CountWrong(caller, Target);
        _refused = true;
        Context.Response.StatusCode = StatusCodes.Status401Unauthorized;
    }
}
