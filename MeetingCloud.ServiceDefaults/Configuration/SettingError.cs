namespace MeetingCloud.ServiceDefaults;

/// <summary>What is wrong with one environment variable.</summary>
public sealed record SettingError(string Name, string Message);
