namespace MeetingCloud.Api.Sample;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "There was no meeting yet: the sample '{Title}' is imported")]
    public static partial void Imported(ILogger logger, string title);

    [LoggerMessage(2, LogLevel.Warning, "The sample cannot be stored yet, and is tried again: {Error}")]
    public static partial void Waiting(ILogger logger, string error);

    [LoggerMessage(3, LogLevel.Error, "The sample is no good, and is left out: {Error}")]
    public static partial void Unusable(ILogger logger, string error);
}
