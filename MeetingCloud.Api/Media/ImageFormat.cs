using System.Buffers.Binary;

namespace MeetingCloud.Api.Media;

/// <summary>
/// Which picture bytes are, by their first ones. What a sender calls them does not matter: what is shown in browsers must be a picture
/// that can run nothing, so SVG is none.
/// </summary>
internal static class ImageFormat
{
    /// <summary>Bytes that decide; enough for the brands of an AVIF file.</summary>
    public const int HeadLength = 64;

    /// <summary>The media type; null for anything else.</summary>
    public static string? Detect(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return "image/png";
        }

        if (head.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
        {
            return "image/jpeg";
        }

        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
        {
            return "image/gif";
        }

        if (head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8))
        {
            return "image/webp";
        }

        return IsAvif(head) ? "image/avif" : null;
    }

    /// <summary>The usual extension of one of the types above, with its dot.</summary>
    public static string Extension(string contentType) => contentType switch
    {
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        "image/gif" => ".gif",
        "image/webp" => ".webp",
        "image/avif" => ".avif",
        _ => "",
    };

    // ISO base media file format: a box 'ftyp' with the major brand, its version, and the compatible brands. AVIF names itself in any.
    private static bool IsAvif(ReadOnlySpan<byte> head)
    {
        if (head.Length < 16 || !head[4..].StartsWith("ftyp"u8))
        {
            return false;
        }

        var box = head[..(int)Math.Min((uint)head.Length, BinaryPrimitives.ReadUInt32BigEndian(head))];
        for (var at = 8; at + 4 <= box.Length; at += 4)
        {
            if (at != 12 && (box[at..].StartsWith("avif"u8) || box[at..].StartsWith("avis"u8)))
            {
                return true;
            }
        }

        return false;
    }
}
