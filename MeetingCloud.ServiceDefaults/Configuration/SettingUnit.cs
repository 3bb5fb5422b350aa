namespace MeetingCloud.ServiceDefaults;

/// <summary>What a setting's value is.</summary>
public enum SettingUnit
{
    Text,
    Secret,
    Number,
    Bytes,
    Seconds,
    Milliseconds,
    Address,
    Boolean,
}
