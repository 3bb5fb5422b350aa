using System.Net;

namespace MeetingCloud.Dav;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Root} holds {Used} bytes; quota {Quota}. {Swept} leftovers of an earlier run were removed")]
    public static partial void Opened(ILogger logger, string root, long used, string quota, int swept);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was deleted or replaced could not be removed from {Path}; the next start tries again")]
    public static partial void NotRemoved(ILogger logger, string path, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} was refused by the file system")]
    public static partial void Refused(ILogger logger, string method, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} found no room")]
    public static partial void Full(ILogger logger, string method, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Too many wrong passwords from {Caller}: nothing new is let in from there for {Seconds} s")]
    public static partial void Guessed(ILogger logger, IPAddress? caller, double seconds);
}
