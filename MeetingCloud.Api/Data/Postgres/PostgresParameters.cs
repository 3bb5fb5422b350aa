using System.Globalization;
using Npgsql;

namespace MeetingCloud.Api.Data.Postgres;

/// <summary>The parameters of libpq's connection URI that are understood (PostgreSQL documentation, 34.1.2).</summary>
internal static class PostgresParameters
{
    private const int MaxTimeoutSeconds = 1024;

    private static readonly Dictionary<string, SslMode> s_sslModes = new(StringComparer.Ordinal)
    {
        ["disable"] = SslMode.Disable,
        ["allow"] = SslMode.Allow,
        ["prefer"] = SslMode.Prefer,
        ["require"] = SslMode.Require,
        ["verify-ca"] = SslMode.VerifyCA,
        ["verify-full"] = SslMode.VerifyFull,
    };

    private static readonly Dictionary<string, Func<NpgsqlConnectionStringBuilder, string, string>> s_setters = new(StringComparer.Ordinal)
    {
        ["host"] = (builder, value) => Text(() => builder.Host = value),
        ["sslmode"] = (builder, value) => SetSslMode(builder, value),
        ["sslrootcert"] = (builder, value) => Text(() => builder.RootCertificate = value),
        ["sslcert"] = (builder, value) => Text(() => builder.SslCertificate = value),
        ["sslkey"] = (builder, value) => Text(() => builder.SslKey = value),
        ["sslpassword"] = (builder, value) => Text(() => builder.SslPassword = value),
        ["connect_timeout"] = (builder, value) => Seconds("connect_timeout", value, seconds => builder.Timeout = seconds),
        ["application_name"] = (builder, value) => Text(() => builder.ApplicationName = value),
        ["options"] = (builder, value) => Text(() => builder.Options = value),
    };

    /// <returns>What is wrong with it, without its value; empty where nothing is.</returns>
    public static string Set(NpgsqlConnectionStringBuilder builder, string name, string value) => s_setters.TryGetValue(name, out var set)
        ? set(builder, value)
        : $"has the parameter '{Shown(name)}', which is not supported; there are {string.Join(", ", s_setters.Keys)}";

    // What looks like no name may be a part of something secret.
    private static string Shown(string name) =>
        name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterLower(c) || c == '_') ? name : "?";

    private static string Text(Action set)
    {
        set();
        return "";
    }

    private static string SetSslMode(NpgsqlConnectionStringBuilder builder, string value)
    {
        if (!s_sslModes.TryGetValue(value, out var mode))
        {
            return $"has an sslmode that is none of {string.Join(", ", s_sslModes.Keys)}";
        }

        builder.SslMode = mode;
        return "";
    }

    private static string Seconds(string name, string value, Action<int> set)
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > MaxTimeoutSeconds)
        {
            return $"has a {name} that is no number of seconds from 0 (for ever) to {MaxTimeoutSeconds}";
        }

        set(seconds);
        return "";
    }
}
