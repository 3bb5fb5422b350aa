using Microsoft.Extensions.Localization;

namespace MeetingCloud.Web.Security;

/// <summary>What somebody reads who has tried too many keys.</summary>
internal sealed class SignInRefusal(IStringLocalizer<SignInRefusal> L)
{
    public async ValueTask WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.ContentType = "text/plain; charset=utf-8";
        await response.WriteAsync(L["Too many tries came from here. Wait a minute, then go back and try again."], cancellationToken);
    }
}
