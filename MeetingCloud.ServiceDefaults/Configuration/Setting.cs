namespace MeetingCloud.ServiceDefaults;

/// <summary>A variable that a service has asked for: what <c>docs/reference/settings.md</c> is made from.</summary>
/// <param name="Name">The environment variable.</param>
/// <param name="Unit">Of its value.</param>
/// <param name="Default">As it would be written; null where there is none.</param>
/// <param name="Range">What it may be; null for any text.</param>
/// <param name="IsRequired">Nothing starts without it.</param>
public sealed record Setting(string Name, SettingUnit Unit, string? Default = null, string? Range = null, bool IsRequired = false);
