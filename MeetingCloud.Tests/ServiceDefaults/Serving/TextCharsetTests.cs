using System.Text;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Tests.ServiceDefaults.Serving;

public sealed class TextCharsetTests
{
    private const string Text = "text/plain";
    private const string Utf8Text = "text/plain; charset=utf-8";

    /// <summary>会议纪要 in GBK.</summary>
    private static readonly byte[] s_gbk = [0xBB, 0xE1, 0xD2, 0xE9, 0xBC, 0xCD, 0xD2, 0xAA];

    [Theory]
    [InlineData("会议纪要：一致通过。")]
    [InlineData("\uFEFF会议纪要")]
    [InlineData("Minutes")]
    [InlineData("")]
    public async Task Text_IsSaidToBeUtf8_WhenItIs(string text) => Assert.Equal(Utf8Text, await LabelAsync(Text, Encoding.UTF8.GetBytes(text)));

    [Fact]
    public async Task Text_IsLeftToTheBrowser_WhenItIsInAnotherEncoding()
    {
        Assert.Equal(Text, await LabelAsync(Text, s_gbk));
        Assert.Equal(Text, await LabelAsync(Text, [.. "Minutes: "u8, .. s_gbk]));
        // 联通, which a lax reader takes for UTF-8.
        Assert.Equal(Text, await LabelAsync(Text, [0xC1, 0xAA, 0xCD, 0xA8]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Text_IsSaidToBeUtf8_WhereverTheLookEnds(int before)
    {
        var text = Encoding.UTF8.GetBytes(new string('x', before) + new string('议', 5000));
        Assert.Equal(Utf8Text, await LabelAsync(Text, text));
    }

    [Fact]
    public async Task Text_IsLeftToTheBrowser_WhenItsOwnEndIsNoCharacter() =>
        Assert.Equal(Text, await LabelAsync(Text, "议"u8[..2].ToArray()));

    [Theory]
    [InlineData("application/pdf")]
    [InlineData("text/html")]
    [InlineData("image/png")]
    public async Task OtherTypes_AreNotRead(string type)
    {
        var headers = await TextCharset.LabelAsync(
            new RangeHeaders("\"x\"", type), 100, (_, _, _) => throw new IOException("It was read."), CancellationToken.None);
        Assert.Equal(type, headers.ContentType);
    }

    private static async Task<string> LabelAsync(string type, byte[] bytes)
    {
        // As from a line that brings little at a time.
        var headers = await TextCharset.LabelAsync(
            new RangeHeaders("\"x\"", type),
            bytes.Length,
            (offset, buffer, _) =>
            {
                var part = bytes.AsSpan((int)offset, Math.Min(Math.Min(buffer.Length, 1000), bytes.Length - (int)offset));
                part.CopyTo(buffer.Span);
                return ValueTask.FromResult(part.Length);
            },
            CancellationToken.None);
        return headers.ContentType;
    }
}
