using System.Text;
using MeetingCloud.Api.Media;

namespace MeetingCloud.Tests.Api.Media;

public sealed class ImageFormatTests
{
    [Theory]
    [InlineData("image/png", new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D })]
    [InlineData("image/jpeg", new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10 })]
    [InlineData("image/gif", new byte[] { 0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0 })]
    [InlineData(null, new byte[] { 0x89, 0x50, 0x4E, 0x47 })]
    [InlineData(null, new byte[] { 0xFF, 0xFB, 0x90, 0x44 })]
    [InlineData(null, new byte[0])]
    public void Detect_TellsTheTypeByTheFirstBytes(string? type, byte[] head) => Assert.Equal(type, ImageFormat.Detect(head));

    [Theory]
    [InlineData("image/webp", "RIFF....WEBPVP8 ")]
    [InlineData("image/avif", "\0\0\0\u0018ftypavif\0\0\0\0mif1miaf")]
    [InlineData("image/avif", "\0\0\0\u001cftypmif1\0\0\0\0miafavifxxxx")]
    [InlineData(null, "\0\0\0\u0014ftypmif1\0\0\0\0heicavif")]
    [InlineData(null, "\0\0\0\u0018ftypisom\0\0\0\0mp41mp42")]
    [InlineData(null, "RIFF....WAVEfmt ")]
    [InlineData(null, "<svg xmlns=\"http://www.w3.org/2000/svg\">")]
    [InlineData(null, "<?xml version=\"1.0\"?><svg>")]
    [InlineData(null, "<html><script>")]
    [InlineData(null, "BM______")]
    public void Detect_TakesPicturesAlone_ThatCanRunNothing(string? type, string head) =>
        Assert.Equal(type, ImageFormat.Detect(Encoding.Latin1.GetBytes(head)));
}
