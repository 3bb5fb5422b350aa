using System.Diagnostics;
using System.Runtime.Versioning;

namespace MeetingCloud.Tests.AppHost;

/// <summary>A script in the place of a container engine's client; it keeps what it is called with.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ContainerClient : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="cases">What it does, as cases of the shell by its first argument.</param>
    public ContainerClient(string cases)
    {
        Command = Path.Combine(_folder.Path, "docker");
        var script = Path.Combine(_folder.Path, "script");
        File.WriteAllText(script, $"#!/bin/sh\necho \"$*\" >> \"$0.calls\"\ncase $1 in\n{cases}\nesac\n");
        // A program that is open for writing cannot be run. Of a file that this process writes, any other child that starts at that moment
        // holds the handle for a while; so it is a child that writes the program.
        using var copy = Process.Start("install", ["-m", "700", script, Command]);
        copy.WaitForExit();
        Assert.Equal(0, copy.ExitCode);
    }

    public string Command { get; }

    /// <summary>The command lines so far.</summary>
    public string[] Calls => File.Exists($"{Command}.calls") ? File.ReadAllLines($"{Command}.calls") : [];

    /// <summary>Whether the script has made this file beside itself.</summary>
    public bool Has(string suffix) => File.Exists($"{Command}.{suffix}");

    public void Dispose() => _folder.Dispose();
}
