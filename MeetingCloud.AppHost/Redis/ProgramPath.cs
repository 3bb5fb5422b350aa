namespace MeetingCloud.AppHost.Redis;

/// <summary>Looks for programs the way a shell does.</summary>
internal static class ProgramPath
{
    /// <summary>Full path of the program, or null where the PATH has none.</summary>
    public static string? Find(string name)
    {
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }
}
