using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace MeetingCloud.Api.Data.Postgres;

/// <summary>Reads <c>postgresql://user:password@host:port/database?name=value</c>, the connection URI of libpq.</summary>
internal static partial class PostgresUrl
{
    private const int DefaultPort = 5432;

    // Long enough for a server across a sea, short enough for a request that waits for it.
    private const int ConnectTimeoutSeconds = 5;

    // A server that vanished with its machine is noticed within a minute.
    private const int KeepAliveSeconds = 30;
    private const int KeepAliveIntervalSeconds = 10;

    private static readonly string[] s_schemes = ["postgresql://", "postgres://"];

    public static bool IsOne(string url) => Array.Exists(s_schemes, scheme => url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    public static bool TryParse(string url, [NotNullWhen(true)] out DatabaseTarget? target, out string error)
    {
        target = null;
        var builder = new NpgsqlConnectionStringBuilder
        {
            ApplicationName = "meetingcloud",
            Timeout = ConnectTimeoutSeconds,
            TcpKeepAlive = true,
            TcpKeepAliveTime = KeepAliveSeconds,
            TcpKeepAliveInterval = KeepAliveIntervalSeconds,
        };
        var rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var query = rest.IndexOf('?', StringComparison.Ordinal);
        var address = query < 0 ? rest : rest[..query];
        var slash = address.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? address : address[..slash];

        // A password with such a character in it would be cut in two, and its end taken for something else.
        if (rest[authority.Length..].Contains('@', StringComparison.Ordinal)
            || authority.Count(c => c == '@') > 1
            || rest.AsSpan().ContainsAny('#', ' '))
        {
            error = "cannot be read: the characters :/?#[]@, % and the space in a user name or password are written as %3A, %2F and so on";
            return false;
        }

        error = ReadAuthority(builder, authority);
        if (error.Length == 0)
        {
            builder.Database = slash < 0 ? "" : Uri.UnescapeDataString(address[(slash + 1)..]);
            error = string.IsNullOrEmpty(builder.Database) ? "names no database: postgresql://user:password@host:5432/database" : "";
        }

        if (error.Length == 0)
        {
            error = ReadParameters(builder, query < 0 ? "" : rest[(query + 1)..]);
        }

        if (error.Length == 0 && string.IsNullOrEmpty(builder.Host))
        {
            error = "names no host: postgresql://user:password@host:5432/database";
        }

        if (error.Length > 0)
        {
            return false;
        }

        target = new DatabaseTarget(DatabaseKind.Postgres, builder.ToString());
        return true;
    }

    /// <summary>The same database with at most so many connections at once.</summary>
    public static DatabaseTarget WithPoolSize(this DatabaseTarget target, int connections) => new(
        target.Kind,
        new NpgsqlConnectionStringBuilder(target.ConnectionString) { MaxPoolSize = connections }.ToString());

    private static string ReadAuthority(NpgsqlConnectionStringBuilder builder, string authority)
    {
        var at = authority.IndexOf('@', StringComparison.Ordinal);
        var user = at < 0 ? "" : authority[..at];
        var colon = user.IndexOf(':', StringComparison.Ordinal);
        builder.Username = Uri.UnescapeDataString(colon < 0 ? user : user[..colon]);
        if (builder.Username.Length == 0)
        {
            return "names no user: postgresql://user:password@host:5432/database";
        }

        if (colon >= 0)
        {
            builder.Password = Uri.UnescapeDataString(user[(colon + 1)..]);
        }

        var host = authority[(at + 1)..];
        if (host.Contains(',', StringComparison.Ordinal))
        {
            return "names several hosts; one is supported: put a proxy or a name that follows the primary in front of them";
        }

        var match = HostPattern().Match(host);
        if (!match.Success)
        {
            return "has a host or port that cannot be: host, host:5432, 10.0.0.7 or [2001:db8::7]:5432";
        }

        builder.Host = Uri.UnescapeDataString(match.Groups["host"].Value.Trim('[', ']'));
        builder.Port = match.Groups["port"].Value is { Length: > 0 } port ? int.Parse(port, CultureInfo.InvariantCulture) : DefaultPort;
        return builder.Port is > 0 and <= ushort.MaxValue ? "" : "has a port that is not between 1 and 65535";
    }

    private static string ReadParameters(NpgsqlConnectionStringBuilder builder, string query)
    {
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? pair : pair[..equals];
            var value = equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..]);
            if (PostgresParameters.Set(builder, name, value) is { Length: > 0 } error)
            {
                return error;
            }
        }

        return "";
    }

    [GeneratedRegex(@"^(?<host>\[[0-9A-Fa-f:.%]+\]|[^:\[\]]*)(:(?<port>[0-9]{1,5}))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostPattern();
}
