using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Media;

/// <summary>Which audio a body is: as its sender says, or, where he says nothing, by the first bytes.</summary>
internal static class AudioFormat
{
    public const int HeadLength = 16;

    /// <summary>The media type; null for what is no audio.</summary>
    /// <param name="declared">The request's <c>Content-Type</c>.</param>
    public static string? Detect(string? declared, ReadOnlySpan<byte> head)
    {
        var type = FilePresentation.ContentType(declared, name: "");
        return type switch
        {
            // Two common names for the same bytes: one is kept, which every browser knows.
            "application/ogg" => "audio/ogg",
            "audio/mp3" => "audio/mpeg",
            "audio/x-m4a" => "audio/mp4",
            FilePresentation.UnknownType => Detect(head),
            _ => type.StartsWith("audio/", StringComparison.Ordinal) ? type : null,
        };
    }

    /// <summary>The usual extension of a type, with its dot; empty where there is none.</summary>
    public static string Extension(string contentType) => contentType switch
    {
        "audio/mpeg" => ".mp3",
        "audio/mp4" => ".m4a",
        "audio/aac" => ".aac",
        "audio/flac" or "audio/x-flac" => ".flac",
        "audio/ogg" => ".ogg",
        "audio/opus" => ".opus",
        "audio/wav" or "audio/x-wav" or "audio/vnd.wave" => ".wav",
        "audio/webm" => ".weba",
        _ => "",
    };

    private static string? Detect(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("ID3"u8))
        {
            return "audio/mpeg";
        }

        if (head.StartsWith("fLaC"u8))
        {
            return "audio/flac";
        }

        if (head.StartsWith("OggS"u8))
        {
            return "audio/ogg";
        }

        if (head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WAVE"u8))
        {
            return "audio/wav";
        }

        if (head.Length >= 12 && head[4..].StartsWith("ftyp"u8) && (head[8..].StartsWith("M4A "u8) || head[8..].StartsWith("M4B "u8)))
        {
            return "audio/mp4";
        }

        // A frame of MPEG audio begins with eleven bits set; layer 0 of it is AAC in ADTS, whose twelfth is set too.
        if (head.Length < 2 || head[0] != 0xFF || (head[1] & 0xE0) != 0xE0)
        {
            return null;
        }

        return (head[1] & 0x06) != 0 ? "audio/mpeg" : (head[1] & 0xF0) == 0xF0 ? "audio/aac" : null;
    }
}
