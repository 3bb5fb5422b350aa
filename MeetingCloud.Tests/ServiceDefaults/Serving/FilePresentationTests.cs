using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Tests.ServiceDefaults.Serving;

public sealed class FilePresentationTests
{
    [Theory]
    [InlineData("application/pdf")]
    [InlineData("text/plain")]
    [InlineData("image/png")]
    [InlineData("audio/mpeg")]
    [InlineData("video/mp4")]
    public void Type_IsShown_WhenNothingInItCanRun(string type) => Assert.True(FilePresentation.IsInline(type));

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/xml")]
    [InlineData("application/xhtml+xml")]
    [InlineData("image/svg+xml")]
    [InlineData("image/svg")]
    [InlineData("image/x+xml")]
    [InlineData("audio/x+xml")]
    [InlineData("video/x+xml")]
    [InlineData("application/octet-stream")]
    public void Type_IsSaved_WhenSomethingInItMayRun(string type) => Assert.False(FilePresentation.IsInline(type));
}
