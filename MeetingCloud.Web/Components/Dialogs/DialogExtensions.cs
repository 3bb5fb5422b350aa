using Radzen;

namespace MeetingCloud.Web.Components.Dialogs;

internal static class DialogExtensions
{
    /// <summary>Asks before something is lost. Titles and names go in as they are: they are shown as text.</summary>
    public static async Task<bool> ConfirmAsync(this DialogService dialogs, string title, string message, string action, string? consequence = null) =>
        await dialogs.OpenAsync<ConfirmDialog>(
            title,
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(ConfirmDialog.Message)] = message,
                [nameof(ConfirmDialog.Consequence)] = consequence,
                [nameof(ConfirmDialog.Action)] = action,
            },
            Small()) is true;

    /// <summary>As wide as a form of one column, and never wider than the screen.</summary>
    public static DialogOptions Small() => new() { Width = "min(32rem, calc(100vw - 2rem))", CloseDialogOnEsc = true, AutoFocusFirstElement = true };

    /// <summary>For more than a few words: only the form's own buttons close it, no stray key or click.</summary>
    public static DialogOptions Form()
    {
        var options = Small();
        options.CloseDialogOnEsc = false;
        options.ShowClose = false;
        return options;
    }
}
