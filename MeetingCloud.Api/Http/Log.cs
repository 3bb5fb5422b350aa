namespace MeetingCloud.Api.Http;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} is answered with 503: its file cannot be read")]
    public static partial void Unreadable(ILogger logger, Exception exception, string method, PathString path);
}
