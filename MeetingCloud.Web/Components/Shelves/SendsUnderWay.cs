namespace MeetingCloud.Web.Components.Shelves;

/// <summary>The buttons of a window that are sending. However many they are, one of them asks before the page is left.</summary>
internal sealed class SendsUnderWay
{
    private readonly List<SendButton> _buttons = [];

    public void Begin(SendButton button) => _buttons.Add(button);

    public void End(SendButton button) => _buttons.Remove(button);

    public bool IsFirst(SendButton button) => _buttons is [var first, ..] && first == button;

    /// <summary>What they send it for is gone: there is nothing to ask.</summary>
    public void Forget() => _buttons.Clear();
}
