namespace MeetingCloud.Web.Components.Controls;

/// <summary>What a colour says.</summary>
public enum Tone
{
    Neutral,
    Good,
    Warning,
    Bad,
}
