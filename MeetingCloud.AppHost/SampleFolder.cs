namespace MeetingCloud.AppHost;

/// <summary>The sample meeting, which lies beside the program. The control plane takes it in where it has never had a meeting.</summary>
internal static class SampleFolder
{
    /// <summary>Its full path, or null: whoever does not want it deletes it.</summary>
    public static string? Find() =>
        Path.Combine(AppContext.BaseDirectory, "Sample") is var folder && File.Exists(Path.Combine(folder, "meeting.json")) ? folder : null;
}
