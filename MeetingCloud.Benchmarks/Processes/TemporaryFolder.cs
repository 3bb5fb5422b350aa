namespace MeetingCloud.Benchmarks.Processes;

/// <summary>A folder that is gone when the scenario ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mc-bench-");

    public string Path => _folder.FullName;

    public string Sub(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
