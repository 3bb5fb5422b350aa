namespace MeetingCloud.Api.Data.Schema;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Waiting for the database: {Error}")]
    public static partial void Waiting(ILogger logger, string error);

    [LoggerMessage(2, LogLevel.Information, "Bringing the database up to date: {Count} migrations, the last is {Migration}")]
    public static partial void Upgrading(ILogger logger, int count, string migration);

    [LoggerMessage(3, LogLevel.Warning, "The database was brought up to date by a newer version (migration {Migration}), with which this one can work")]
    public static partial void Newer(ILogger logger, string migration);
}
