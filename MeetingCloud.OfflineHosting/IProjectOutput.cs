namespace MeetingCloud.OfflineHosting;

/// <summary>Where a referenced project's build went. The generated <c>Projects.*</c> classes tell; Aspire has no such notion, it runs <c>dotnet run</c>.</summary>
public interface IProjectOutput
{
    /// <summary>Full path of the project's built assembly.</summary>
    string AssemblyPath { get; }
}
