namespace MeetingCloud.Tests.AppHost;

/// <summary>Tests that start the whole application: one after the other, on one running application.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AppHostGroup : ICollectionFixture<RunningAppHost>
{
    public const string Name = "AppHost";
}
