using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Deploy.Compose;

/// <summary><c>deploy/compose/compose.yaml</c>, with the variables of its example filled in as Compose does it.</summary>
internal sealed partial class ComposeFile
{
    private readonly JsonObject _file;

    public ComposeFile()
    {
        var values = EnvFile.Parse(EnvFile.FillIn(Example));
        var text = Variable().Replace(Source, match => values.GetValueOrDefault(match.Groups["name"].Value)
            ?? throw new InvalidOperationException($"{match.Value} is not in .env.example"));
        _file = YamlText.Documents(text.Replace("$$", "$", StringComparison.Ordinal)).Single();
    }

    public static string Source { get; } = Repository.Read("deploy", "compose", "compose.yaml");

    public static string Example { get; } = Repository.Read("deploy", "compose", ".env.example");

    public JsonNode File => _file;

    public IReadOnlyDictionary<string, JsonNode> Services => ((JsonObject)_file["services"]!).ToDictionary(static service => service.Key, static service => service.Value!);

    /// <summary>The variables that the file wants to be told.</summary>
    public static IReadOnlySet<string> Wanted => Variable().Matches(Source).Select(static match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"(?<!\$)\$\{(?<name>[A-Z_]+)(:[?-][^}]*)?\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
