namespace MeetingCloud.Tests.Browser;

/// <summary>Browser tests share one browser and one cluster, and run one after another.</summary>
[CollectionDefinition(Name)]
[CleanConsole]
public sealed class BrowserGroup : ICollectionFixture<BrowserDesk>
{
    public const string Name = "browser";

    /// <summary>The browser that the tests drive, Debian's.</summary>
    public const string Program = "chromium";
}
