using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace MeetingCloud.ServiceDefaults;

/// <summary>Knows the connections that are open, to cut them at the end of a shutdown.</summary>
internal sealed class OpenConnections
{
    private readonly ConcurrentDictionary<ConnectionContext, byte> _open = new();

    /// <summary>Kestrel's connection middleware: it runs once per connection, never per request.</summary>
    public ConnectionDelegate Track(ConnectionDelegate next) => async connection =>
    {
        _open.TryAdd(connection, 0);
        try
        {
            await next(connection);
        }
        finally
        {
            _open.TryRemove(connection, out _);
        }
    };

    /// <returns>How many were cut.</returns>
    public int AbortAll()
    {
        var cut = 0;
        foreach (var (connection, _) in _open)
        {
            connection.Abort(new ConnectionAbortedException("The service is shutting down."));
            cut++;
        }

        return cut;
    }
}
