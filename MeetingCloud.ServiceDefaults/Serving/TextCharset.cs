using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Says of a text that a browser shows that it is UTF-8, where its beginning is: of what says nothing, browsers guess the encoding, and
/// never guess that one. Any other is left to them.
/// </summary>
public static class TextCharset
{
    /// <summary>Bytes that are looked at.</summary>
    private const int Beginning = 4096;

    /// <summary>
    /// The headers with the charset, where it is known. The same for each request for these bytes, whichever part it asks for; files of
    /// other types are not read.
    /// </summary>
    /// <param name="length">Of the file, in bytes.</param>
    /// <param name="readAsync">Reads at an offset: at least one byte, or 0 at the end.</param>
    public static async ValueTask<RangeHeaders> LabelAsync(
        RangeHeaders headers, long length, Func<long, Memory<byte>, CancellationToken, ValueTask<int>> readAsync, CancellationToken cancellationToken)
    {
        if (!headers.ContentType.StartsWith("text/", StringComparison.Ordinal) || !FilePresentation.IsInline(headers.ContentType))
        {
            return headers;
        }

        var wanted = (int)Math.Min(Beginning, length);
        var buffer = ArrayPool<byte>.Shared.Rent(wanted);
        try
        {
            var count = 0;
            while (count < wanted && await readAsync(count, buffer.AsMemory(count, wanted - count), cancellationToken) is > 0 and var more)
            {
                count += more;
            }

            return IsUtf8(buffer.AsSpan(0, count), isWhole: count == length)
                ? headers with { ContentType = $"{headers.ContentType}; charset=utf-8" }
                : headers;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool IsUtf8(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        if (!isWhole && Rune.DecodeLastFromUtf8(bytes, out _, out var cut) == OperationStatus.NeedMoreData)
        {
            // The look ended inside a character.
            bytes = bytes[..^cut];
        }

        return Utf8.IsValid(bytes);
    }
}
