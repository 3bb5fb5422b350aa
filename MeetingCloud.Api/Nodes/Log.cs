namespace MeetingCloud.Api.Nodes;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Redis is away ({Error}): going on with the nodes known here")]
    public static partial void RedisAway(ILogger logger, string error);

    [LoggerMessage(2, LogLevel.Information, "Redis is back")]
    public static partial void RedisBack(ILogger logger);

    [LoggerMessage(3, LogLevel.Information, "Node {Node} registered at {Url}")]
    public static partial void Registered(ILogger logger, string node, string url);

    [LoggerMessage(4, LogLevel.Warning, "Registration of node {Node} refused: it claims {Claimed} and calls from {Caller}")]
    public static partial void ForeignAddress(ILogger logger, string? node, string claimed, string? caller);

    [LoggerMessage(5, LogLevel.Information, "Node {Node} is set to {State}")]
    public static partial void StateSet(ILogger logger, string node, Contracts.NodeState state);

    [LoggerMessage(7, LogLevel.Warning, "The line to node {Node} broke: it gets no downloads until it is heard again")]
    public static partial void LineBroke(ILogger logger, string node);

    [LoggerMessage(6, LogLevel.Information, "Node {Node} is forgotten")]
    public static partial void Forgotten(ILogger logger, string node);
}
