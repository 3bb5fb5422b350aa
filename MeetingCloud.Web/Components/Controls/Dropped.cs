namespace MeetingCloud.Web.Components.Controls;

/// <param name="What"><c>data-drag</c> of what was dragged.</param>
/// <param name="Onto"><c>data-onto</c> of where it fell.</param>
/// <param name="After">Whether that was on its lower half.</param>
public sealed record Dropped(string What, string Onto, bool After);
