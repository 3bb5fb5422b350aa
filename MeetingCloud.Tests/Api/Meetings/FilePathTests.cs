using MeetingCloud.Api.Meetings;

namespace MeetingCloud.Tests.Api.Meetings;

public class FilePathTests
{
    [Theory]
    [InlineData("agenda.pdf", "agenda.pdf")]
    [InlineData("day%201/minutes%20(final).pdf", "day 1/minutes (final).pdf")]
    [InlineData("%E4%BC%9A%E8%AE%AE/%E8%AE%AE%E7%A8%8B.pdf", "会议/议程.pdf")]
    [InlineData("100%25.txt", "100%.txt")]
    [InlineData("<script>.txt", "<script>.txt")]
    [InlineData(".hidden", ".hidden")]
    [InlineData("console.txt", "console.txt")]
    [InlineData("e%CC%81.txt", "\u00e9.txt")]
    public void Path_IsUnescapedAndNormalised_WhenItIsGood(string escaped, string expected)
    {
        Assert.True(FilePath.TryParseEscaped(escaped, out var path, out var error), error);
        Assert.Equal(expected, path);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("../x", "'..'")]
    [InlineData("a/../x", "'..'")]
    [InlineData("a/%2e%2e/x", "'..'")]
    [InlineData("./x", "'.'")]
    [InlineData("a//b", "empty segment")]
    [InlineData("a/", "empty segment")]
    [InlineData("/etc/passwd", "relative")]
    [InlineData("C:/x", "relative")]
    [InlineData("a%2Fb", "escaped slash")]
    [InlineData("a%5Cb", "backslash")]
    [InlineData("a%00b", "control")]
    [InlineData("a%0Ab", "control")]
    [InlineData("a%C2%85b", "control")]
    [InlineData("a%7Fb", "control")]
    [InlineData("%FF", "UTF-8")]
    [InlineData("%C0%AE%C0%AE/x", "UTF-8")]
    [InlineData("%zz", "'%'")]
    [InlineData("x%2", "'%'")]
    [InlineData("nul", "reserved")]
    [InlineData("a/COM1.txt", "reserved")]
    [InlineData("lpt%C2%B9.pdf", "reserved")]
    [InlineData("x.", "ends with a dot")]
    [InlineData("x%20/y", "space")]
    [InlineData("%EF%BC%8E%EF%BC%8E/x", "looks like a path")]
    [InlineData("a%EF%BC%8Fb", "looks like a path")]
    [InlineData("a%EF%BC%BCb", "looks like a path")]
    public void Path_IsRefusedWithTheReason_WhenItIsATrick(string escaped, string reason)
    {
        Assert.False(FilePath.TryParseEscaped(escaped, out _, out var error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Path_IsMeasuredInBytesOfUtf8()
    {
        var segment = new string('会', 80);
        var folders = string.Join('/', Enumerable.Repeat(segment, 4));
        Assert.True(FilePath.TryParse(folders, out _, out _));
        Assert.False(FilePath.TryParse($"{folders}/{segment}", out _, out var tooLong));
        Assert.Contains("1024 bytes", tooLong, StringComparison.Ordinal);
        Assert.False(FilePath.TryParse(new string('会', 86), out _, out var longName));
        Assert.Contains("255 bytes", longName, StringComparison.Ordinal);
        Assert.False(FilePath.TryParse(new string('x', 10_000), out _, out _));
    }
}
