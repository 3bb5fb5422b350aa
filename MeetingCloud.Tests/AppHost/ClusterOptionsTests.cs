using MeetingCloud.AppHost;

namespace MeetingCloud.Tests.AppHost;

public sealed class ClusterOptionsTests
{
    [Fact]
    public void Options_AreThreeOfEachAndTheDataFolderBesideTheProject_WhenNothingIsSaid()
    {
        Assert.Equal(new ClusterOptions(3, 3, Path.GetFullPath("/src/data")), Parse());
    }

    [Theory]
    [InlineData("--nodes", "5")]
    [InlineData("--nodes=5")]
    [InlineData("--Parameters:api-key", "secret", "--nodes", "5")]
    [InlineData("--DcpPublisher:RandomizePorts=true", "--nodes", "5")]
    public void Nodes_AreAsMany_AsTheCommandLineSays(params string[] arguments)
    {
        Assert.Equal(5, Parse(arguments)!.Nodes);
    }

    [Theory]
    [InlineData(0, "--webdav-servers", "0")]
    [InlineData(20, "--webdav-servers=20", "--nodes", "5")]
    public void WebDavServers_AreAsMany_AsTheCommandLineSays(int expected, params string[] arguments)
    {
        Assert.Equal(expected, Parse(arguments)!.WebDavServers);
    }

    [Fact]
    public void Data_IsRelativeToTheCurrentFolder_WhenItIsNotAbsolute()
    {
        Assert.Equal(Path.Combine(Directory.GetCurrentDirectory(), "here"), Parse("--data", "here")!.Data);
    }

    [Theory]
    [InlineData("'many'", "--nodes", "many")]
    [InlineData("'0'", "--nodes", "0")]
    [InlineData("'80'", "--nodes", "80")]
    [InlineData("'-1'", "--nodes", "-1")]
    [InlineData("from 0 to 20, not '21'", "--webdav-servers", "21")]
    [InlineData("from 0 to 20, not 'x'", "--webdav-servers=x", "--nodes", "3")]
    [InlineData("--nodes needs a value", "--nodes")]
    [InlineData("--data needs a value", "--data=")]
    [InlineData("'--node'", "--node", "3")]
    [InlineData("'3'", "3")]
    public void CommandLine_IsRefusedWithTheReason_WhenItIsWrong(string reason, params string[] arguments)
    {
        Assert.False(ClusterOptions.TryParse(arguments, "/src/MeetingCloud.AppHost", isRun: true, out _, out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
        Assert.Contains("Usage:", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void PublishersArguments_ArePassedOver_WhenTheApplicationIsPublished()
    {
        Assert.True(ClusterOptions.TryParse(
            ["--operation", "publish", "--output-path", "out", "--nodes", "2"], "/src/MeetingCloud.AppHost", isRun: false, out var options, out _));
        Assert.Equal(2, options.Nodes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2, "--webdav-servers", "2")]
    public void WebDavServers_AreThoseThatWereAskedFor_WhenTheApplicationIsPublished(int expected, params string[] arguments)
    {
        Assert.True(ClusterOptions.TryParse(["--operation", "publish", .. arguments], "/src/MeetingCloud.AppHost", isRun: false, out var options, out _));
        Assert.Equal(expected, options.WebDavServers);
    }

    private static ClusterOptions? Parse(params string[] arguments)
    {
        Assert.True(ClusterOptions.TryParse(arguments, "/src/MeetingCloud.AppHost", isRun: true, out var options, out var problem), problem);
        return options;
    }
}
