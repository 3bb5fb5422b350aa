namespace MeetingCloud.Web.Preferences;

public enum ColorTheme
{
    /// <summary>As the reader's system is.</summary>
    System,

    Light,

    Dark,
}
