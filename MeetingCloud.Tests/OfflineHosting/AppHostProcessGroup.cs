namespace MeetingCloud.Tests.OfflineHosting;

/// <summary>Tests that start the AppHost as a process: one after the other, each its own.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AppHostProcessGroup
{
    public const string Name = "AppHost process";
}
