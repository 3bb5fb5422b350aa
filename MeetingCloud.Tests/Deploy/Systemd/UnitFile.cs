using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Deploy.Systemd;

/// <summary>A unit of <c>deploy/systemd</c>, and the example of its settings; <c>%i</c> stands for <c>1</c>.</summary>
internal sealed class UnitFile(string name)
{
    private readonly string[] _lines = Repository.Read("deploy", "systemd", name).Replace("%i", "1", StringComparison.Ordinal).Split('\n');

    /// <summary>The service that it starts: <c>meetingcloud-node@.service</c> starts <c>node</c>.</summary>
    public string Program { get; } = name["meetingcloud-".Length..].Split('@', '.')[0];

    public string Example => Repository.Read("deploy", "systemd", Program + ".example.env");

    public IEnumerable<string> All(string key) => _lines.Where(line => line.StartsWith(key + "=", StringComparison.Ordinal)).Select(line => line[(key.Length + 1)..]);

    public string? One(string key) => All(key).SingleOrDefault();

    public IReadOnlyDictionary<string, string> OwnVariables => EnvFile.Parse(string.Join('\n', All("Environment")));

    public IReadOnlyDictionary<string, string> Variables => EnvFile.Parse(EnvFile.FillIn(Example)).Concat(OwnVariables).ToDictionary(StringComparer.Ordinal);
}
