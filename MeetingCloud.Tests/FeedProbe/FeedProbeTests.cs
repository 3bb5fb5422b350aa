namespace MeetingCloud.Tests.FeedProbe;

/// <summary>The question to the package feed (eng/), asked of feeds that are folders.</summary>
public sealed class FeedProbeTests
{
    private static readonly string[] AspirePackages = [.. Checkout.PackagesOf("Aspire flavour")];

    [Fact]
    public void Probe_AsksForEveryPackage_ThatAYesBrings() =>
        Assert.Equal(AspirePackages, Checkout.AskedBy("Aspire"));

    [Theory]
    [InlineData("One/One.csproj", "One")]
    [InlineData("Both.sln", "One", "Two")]
    public async Task FirstRestore_UsesAspireAtOnce_WhenTheFeedHasIt(string entry, params string[] restored)
    {
        using var checkout = new Checkout();
        AddAspire(checkout);

        var output = await checkout.DotnetAsync("restore", entry);

        Assert.Contains("The package feed carries Aspire", output, StringComparison.Ordinal);
        Assert.Equal("true", checkout.Answers!["UseAspire"]);
        Assert.All(restored, project => Assert.True(checkout.HasAspire(project)));
    }

    [Fact]
    public async Task FirstRestore_GoesWithout_WhenTheFeedHasNothing()
    {
        using var checkout = new Checkout();

        var output = await checkout.DotnetAsync("restore", "Both.sln");

        Assert.Contains("The package feed does not carry Aspire", output, StringComparison.Ordinal);
        Assert.Equal(["UseAspire", "UseBlazorWebAssets", "UseCurrentRedisClient"], checkout.Answers!.Keys.Order(StringComparer.Ordinal));
        Assert.All(checkout.Answers.Values, static answer => Assert.Equal("false", answer));
        Assert.False(checkout.HasAspire("One"));
    }

    [Fact]
    public async Task FirstRestore_GoesWithout_WhenTheFeedHasOnlyAnotherVersion()
    {
        using var checkout = new Checkout();
        foreach (var package in AspirePackages.Append("Aspire.AppHost.Sdk"))
        {
            checkout.Feed.Add(package, "1.0.0");
        }

        await checkout.DotnetAsync("restore", "One/One.csproj");

        Assert.Equal("false", checkout.Answers!["UseAspire"]);
    }

    [Theory]
    [InlineData("Aspire.Hosting.Azure.AppContainers")]
    [InlineData("Aspire.Hosting.Docker")]
    [InlineData("Aspire.Hosting.Kubernetes")]
    public async Task FirstRestore_GoesWithout_WhenTheFeedLacksWhatPublishes(string lacking)
    {
        using var checkout = new Checkout();
        AddAspire(checkout, lacking);

        await checkout.DotnetAsync("restore", "One/One.csproj");

        Assert.Equal("false", checkout.Answers!["UseAspire"]);
    }

    [Fact]
    public async Task LaterRestore_DoesNotAskAgain_UntilTheAnswersAreDeleted()
    {
        using var checkout = new Checkout();
        await checkout.DotnetAsync("restore", "Both.sln");
        AddAspire(checkout);

        await checkout.DotnetAsync("restore", "Both.sln");
        Assert.False(checkout.HasAspire("One"));

        checkout.ForgetAnswers();
        await checkout.DotnetAsync("restore", "Both.sln");
        Assert.True(checkout.HasAspire("One"));
    }

    [Fact]
    public async Task Property_HasPrecedence_OverTheAnswer()
    {
        using var checkout = new Checkout();
        AddAspire(checkout);

        await checkout.DotnetAsync("restore", "Both.sln", "-p:UseAspire=false");

        Assert.Equal("true", checkout.Answers!["UseAspire"]);
        Assert.False(checkout.HasAspire("One"));
    }

    [Fact]
    public async Task FirstRestore_RecordsNothingAndGoesOn_WhenTheFeedIsOutOfReach()
    {
        using var checkout = new Checkout(feed: "https://127.0.0.1:9/index.json");

        var output = await checkout.DotnetAsync("restore", "Both.sln", "-p:NuGetAudit=false");

        Assert.Contains("did not say what it carries", output, StringComparison.Ordinal);
        Assert.Null(checkout.Answers);
        Assert.False(checkout.HasAspire("One"));

        await checkout.DotnetAsync("restore", "Both.sln", "-p:NuGetAudit=false");
        Assert.Equal(1, checkout.Questions);
    }

    [Fact]
    public async Task FirstRestores_AgreeOnOneAnswer_WhenTheyRunAtOnce()
    {
        using var checkout = new Checkout();
        AddAspire(checkout);

        await Task.WhenAll(checkout.DotnetAsync("restore", "One/One.csproj"), checkout.DotnetAsync("restore", "Two/Two.csproj"));

        Assert.Equal("true", checkout.Answers!["UseAspire"]);
        Assert.True(checkout.HasAspire("One"));
        Assert.True(checkout.HasAspire("Two"));
    }

    private static void AddAspire(Checkout checkout, string? lacking = null)
    {
        foreach (var package in AspirePackages.Where(package => package != lacking))
        {
            checkout.Feed.Add(package, Checkout.Versions[package]);
        }

        checkout.Feed.Add("Aspire.AppHost.Sdk", Checkout.Versions["Aspire.Hosting.AppHost"]);
    }
}
