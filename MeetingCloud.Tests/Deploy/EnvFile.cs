using System.Text.RegularExpressions;

namespace MeetingCloud.Tests.Deploy;

/// <summary>Files of <c>NAME=value</c> lines.</summary>
internal static partial class EnvFile
{
    public static IReadOnlyDictionary<string, string> Parse(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Where(line => line[0] != '#')
        .Select(line => line.Split('=', 2))
        .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    /// <summary>The example of a file of secrets, filled in as it says, the choices too, with values that no two variables share.</summary>
    public static string FillIn(string example) => string.Join('\n', example.Split('\n')
        .Select(static (line, number) => Empty().Match(line) is { Success: true } match ? $"{match.Groups["name"].Value}={Value(match.Groups["name"].Value, number)}" : line));

    private static string Value(string name, int number) => name switch
    {
        "DATABASE_URL" => "postgresql://meetingcloud:0123456789abcdef@postgresql.example.org:5432/meetingcloud",
        "REDIS_CONNECTION" => "redis.example.org:6379,password=0123456789abcdef,ssl=true",
        _ when name.StartsWith("WEBDAV_URL_", StringComparison.Ordinal) => $"https://dav-{number}.example.org",
        _ => $"{number:x4}0123456789abcdef0123456789abcdef",
    };

    [GeneratedRegex("^(# )?(?<name>[A-Z0-9_]+)=$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Empty();
}
