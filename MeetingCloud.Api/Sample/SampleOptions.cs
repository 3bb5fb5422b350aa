using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Sample;

/// <param name="Folder">The sample meeting (<c>SAMPLE_DIR</c>); null for none.</param>
internal sealed record SampleOptions(string? Folder)
{
    public const string Variable = "SAMPLE_DIR";
    public const string Description = "meeting.json";

    public static SampleOptions Read(SettingsReader settings)
    {
        if (settings.Optional(Variable) is not { } text)
        {
            return new SampleOptions(Folder: null);
        }

        var folder = Path.GetFullPath(text);
        if (!File.Exists(Path.Combine(folder, Description)))
        {
            settings.Error(Variable, $"must be a folder with a {Description}");
        }

        return new SampleOptions(folder);
    }
}
