namespace MeetingCloud.OfflineHosting.Supervision;

/// <summary>The <c>dotnet</c> to run assemblies with: the one this process runs on, wherever it is known.</summary>
internal static class DotnetHost
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        if (System.IO.Path.GetFileName(Environment.ProcessPath) == name)
        {
            return Environment.ProcessPath!;
        }

        // Set by the SDK for what it runs; else three folders above the shared framework: <root>/shared/<framework>/<version>.
        var besideRuntime = System.IO.Path.GetFullPath(System.IO.Path.Combine(
            System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } told ? told
            : File.Exists(besideRuntime) ? besideRuntime
            : name;
    }
}
