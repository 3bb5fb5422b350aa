using System.Text;
using MeetingCloud.Api.Media;

namespace MeetingCloud.Tests.Api.Media;

public sealed class AudioFormatTests
{
    [Theory]
    [InlineData("audio/mpeg", "audio/mpeg")]
    [InlineData("audio/ogg; codecs=opus", "audio/ogg")]
    [InlineData("AUDIO/FLAC", "audio/flac")]
    [InlineData("audio/mp3", "audio/mpeg")]
    [InlineData("application/ogg", "audio/ogg")]
    [InlineData("video/mp4", null)]
    [InlineData("text/html", null)]
    [InlineData("image/svg+xml", null)]
    public void Detect_BelievesWhatTheSenderSays(string declared, string? type) => Assert.Equal(type, AudioFormat.Detect(declared, "ID3"u8));

    [Theory]
    [InlineData("ID3\u0004", "audio/mpeg")]
    [InlineData("\u00FF\u00FB\u0090D", "audio/mpeg")]
    [InlineData("\u00FF\u00F1P\u0080", "audio/aac")]
    [InlineData("fLaC", "audio/flac")]
    [InlineData("OggS", "audio/ogg")]
    [InlineData("RIFF....WAVEfmt ", "audio/wav")]
    [InlineData("\0\0\0\u0018ftypM4A \0\0", "audio/mp4")]
    [InlineData("\0\0\0\u0018ftypisom\0\0", null)]
    [InlineData("\u00FF\u00D8\u00FF\u00E0", null)]
    [InlineData("<html>", null)]
    [InlineData("", null)]
    public void Detect_LooksAtTheBytes_WhenTheSenderSaysNothing(string head, string? type)
    {
        Assert.Equal(type, AudioFormat.Detect(null, Encoding.Latin1.GetBytes(head)));
        // As curl --data-binary has it.
        Assert.Equal(type, AudioFormat.Detect("application/x-www-form-urlencoded", Encoding.Latin1.GetBytes(head)));
    }
}
