using System.Globalization;
using System.Text;

namespace MeetingCloud.Api.Meetings;

/// <summary>
/// The path of a file in a meeting: relative, slash-separated, NFC, at most <see cref="MaxBytes"/> bytes of UTF-8, and such that it
/// unpacks to one place inside the package's folder. Names may have characters that Windows has in none (<c>:*?"&lt;&gt;|</c>): there the
/// file cannot be unpacked under its name (docs/decisions/0010-path-rules.md).
/// </summary>
internal static class FilePath
{
    public const int MaxBytes = 1024;

    /// <summary>Bytes; the limit of common file systems for one name.</summary>
    public const int MaxSegmentBytes = 255;

    // Names that Windows keeps for devices, with any extension.
    private static readonly HashSet<string> s_reserved = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. Numbered("COM"), .. Numbered("LPT")], StringComparer.OrdinalIgnoreCase);

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the escaped tail of a request's path. An escaped slash is no separator, and is refused.</summary>
    public static bool TryParseEscaped(string escaped, out string path, out string error)
    {
        path = "";
        var segments = escaped.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            if (!TryUnescape(segments[i], out segments[i], out error))
            {
                return false;
            }

            if (segments[i].Contains('/', StringComparison.Ordinal))
            {
                error = "must not have an escaped slash.";
                return false;
            }
        }

        return TryParse(string.Join('/', segments), out path, out error);
    }

    /// <summary>Checks a path and normalises it to NFC, so that one name has one spelling.</summary>
    public static bool TryParse(string text, out string path, out string error)
    {
        path = "";
        try
        {
            text = text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            error = "is not valid Unicode.";
            return false;
        }

        error = Check(text);
        if (error.Length > 0)
        {
            return false;
        }

        path = text;
        return true;
    }

    /// <summary>Paths with equal keys would be one file on a file system that ignores case.</summary>
    public static string Key(string path) => path.ToUpperInvariant();

    private static string Check(string path)
    {
        if (path.Length == 0)
        {
            return "must not be empty.";
        }

        if (Encoding.UTF8.GetByteCount(path) > MaxBytes)
        {
            return $"is longer than {MaxBytes} bytes of UTF-8.";
        }

        if (path[0] == '/' || (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0])))
        {
            return "must be relative.";
        }

        if (path.AsSpan().ContainsAnyInRange('\0', '\x1f') || path.AsSpan().ContainsAnyInRange('\x7f', '\x9f'))
        {
            return "must not have control characters.";
        }

        if (path.Contains('\\', StringComparison.Ordinal))
        {
            return "must not have a backslash: folders are separated by '/'.";
        }

        return path.Split('/').Select(CheckSegment).FirstOrDefault(error => error.Length > 0) ?? "";
    }

    private static string CheckSegment(string segment)
    {
        if (segment.Length == 0)
        {
            return "must not have an empty segment.";
        }

        if (segment is "." or "..")
        {
            return "must not have '.' or '..' segments.";
        }

        if (Encoding.UTF8.GetByteCount(segment) > MaxSegmentBytes)
        {
            return $"has a name longer than {MaxSegmentBytes} bytes of UTF-8.";
        }

        // Look-alikes: a file system or tool that folds compatibility forms would read these as separators or dots.
        var folded = segment.Normalize(NormalizationForm.FormKC);
        if (folded is "." or ".." || (folded.AsSpan().ContainsAny('/', '\\') && !segment.AsSpan().ContainsAny('/', '\\')))
        {
            return $"has a name ('{segment}') that looks like a path.";
        }

        if (segment[^1] is '.' or ' ' || segment[0] == ' ')
        {
            return $"has a name ('{segment}') that starts or ends with a space or ends with a dot, which Windows drops.";
        }

        var stem = segment.Split('.', 2)[0].TrimEnd(' ');
        return s_reserved.Contains(stem) ? $"has the reserved name '{stem}'." : "";
    }

    private static bool TryUnescape(string segment, out string text, out string error)
    {
        text = "";
        var bytes = Encoding.UTF8.GetBytes(segment);
        var count = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != '%')
            {
                bytes[count++] = bytes[i];
            }
            else if (i + 2 < bytes.Length
                && byte.TryParse(bytes.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes[count++] = value;
                i += 2;
            }
            else
            {
                error = "has a '%' that escapes nothing.";
                return false;
            }
        }

        try
        {
            text = s_strictUtf8.GetString(bytes, 0, count);
            error = "";
            return true;
        }
        catch (DecoderFallbackException)
        {
            error = "is not valid UTF-8.";
            return false;
        }
    }

    private static IEnumerable<string> Numbered(string name) => "0123456789¹²³".Select(digit => $"{name}{digit}");
}
