using MeetingCloud.Web.ControlPlane;
using Microsoft.Extensions.Localization;
using Radzen;

namespace MeetingCloud.Web.Components;

/// <summary>Changes that an admin wants: a refusal is told in the control plane's own words, and nothing is half shown as done.</summary>
internal sealed class Attempt(NotificationService notifications, IStringLocalizer<Attempt> L)
{
    /// <param name="failed">What did not work, for the notification's head.</param>
    /// <returns>Whether it worked.</returns>
    public async Task<bool> RunAsync(Func<Task> change, string failed)
    {
        try
        {
            await change();
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            notifications.Notify(new NotificationMessage
            {
                Severity = NotificationSeverity.Error,
                Summary = failed,
                Detail = e is ControlPlaneException ? e.Message : L["The control plane is out of reach."],
                Duration = TimeSpan.FromSeconds(10).TotalMilliseconds,
                ShowProgress = true,
            });
            return false;
        }
    }
}
