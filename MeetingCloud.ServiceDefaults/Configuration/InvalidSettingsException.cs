namespace MeetingCloud.ServiceDefaults;

/// <summary>One or more settings cannot work. The message names every one of them, and never a secret's value.</summary>
public sealed class InvalidSettingsException : Exception
{
    public InvalidSettingsException(IReadOnlyList<SettingError> errors)
        : base("These settings cannot work:" + string.Concat(errors.Select(e => $"{Environment.NewLine}  {e.Name}: {e.Message}"))) =>
        Errors = errors;

    public IReadOnlyList<SettingError> Errors { get; }
}
