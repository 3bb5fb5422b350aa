using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MeetingCloud.Dav.Http;

/// <summary>
/// A resource's path, decoded. It cannot leave the root: no segment is <c>.</c> or <c>..</c>, holds a slash, a NUL or another control
/// character, encoded or not.
/// </summary>
internal sealed class DavPath : IEquatable<DavPath>
{
    /// <summary>The name of the server's own folders: one in the root for what is under way, and one beside whatever has properties.</summary>
    public const string OwnFolder = ".davstore";

    /// <summary>Longest name in bytes that the usual file systems take.</summary>
    private const int MaxNameBytes = 255;

    private static readonly StringComparison s_comparison =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string[] _segments;

    private DavPath(string[] segments, bool hasTrailingSlash)
    {
        _segments = segments;
        HasTrailingSlash = hasTrailingSlash;
        Key = "/" + string.Join('/', segments);
    }

    public static DavPath Root { get; } = new([], hasTrailingSlash: true);

    /// <summary>The file system's comparer: for tables by <see cref="Key"/>.</summary>
    public static StringComparer Comparer { get; } = StringComparer.FromComparison(s_comparison);

    public IReadOnlyList<string> Segments => _segments;

    /// <summary>The address ended in a slash, as a collection's does. Two paths that differ in this alone are equal.</summary>
    public bool HasTrailingSlash { get; }

    /// <summary>The decoded path, without a closing slash but for the root.</summary>
    public string Key { get; }

    public bool IsRoot => _segments.Length == 0;

    /// <summary>The last segment; empty for the root.</summary>
    public string Name => IsRoot ? "" : _segments[^1];

    /// <summary>The collection that it is in; the root's is the root.</summary>
    public DavPath Parent => IsRoot ? this : new(_segments[..^1], hasTrailingSlash: true);

    /// <summary>The server's own: its folders, and the addresses of its health.</summary>
    public bool IsReserved =>
        Array.Exists(_segments, static segment => segment.Equals(OwnFolder, StringComparison.OrdinalIgnoreCase))
        || (!IsRoot && (_segments[0].Equals("health", StringComparison.OrdinalIgnoreCase) || _segments[0].Equals("alive", StringComparison.OrdinalIgnoreCase)));

    public DavPath Child(string name) => new([.. _segments, name], hasTrailingSlash: false);

    /// <summary>Whether it is <paramref name="other"/> or inside it.</summary>
    public bool IsWithin(DavPath other) =>
        other.IsRoot || Equals(other) || Key.StartsWith(other.Key + "/", s_comparison);

    /// <summary>The path as it is written in answers: percent-encoded, with a closing slash for a collection.</summary>
    public string Href(bool isCollection)
    {
        if (IsRoot)
        {
            return "/";
        }

        var href = new StringBuilder();
        foreach (var segment in _segments)
        {
            href.Append('/').Append(Uri.EscapeDataString(segment));
        }

        return (isCollection ? href.Append('/') : href).ToString();
    }

    public bool Equals(DavPath? other) => other is not null && Key.Equals(other.Key, s_comparison);

    public override bool Equals(object? obj) => Equals(obj as DavPath);

    public override int GetHashCode() => Key.GetHashCode(s_comparison);

    public override string ToString() => Key;

    /// <summary>Reads the path of a request's target or of an absolute address; a query is passed over.</summary>
    /// <param name="problem">The status that fits: 400, or 414 where a name is too long for the disk.</param>
    public static bool TryParse(string target, [NotNullWhen(true)] out DavPath? path, out int problem)
    {
        path = null;
        problem = StatusCodes.Status400BadRequest;
        var text = target.AsSpan();
        var end = text.IndexOfAny('?', '#');
        if (end >= 0)
        {
            // A fragment never belongs into a request (RFC 9110, section 4.2.5): what its sender meant is uncertain.
            if (text[end] == '#' || text.Contains('#'))
            {
                return false;
            }

            text = text[..end];
        }

        if (text.IsEmpty || text[0] != '/')
        {
            return false;
        }

        var segments = new List<string>();
        foreach (var range in text.Split('/'))
        {
            var encoded = text[range];
            if (encoded.IsEmpty)
            {
                continue;
            }

            if (!TryDecode(encoded, out var segment) || !IsName(segment))
            {
                return false;
            }

            if (Encoding.UTF8.GetByteCount(segment) > MaxNameBytes)
            {
                problem = StatusCodes.Status414UriTooLong;
                return false;
            }

            segments.Add(segment);
        }

        path = new DavPath([.. segments], text[^1] == '/');
        return true;
    }

    /// <summary>Whether a file or a collection may be called so.</summary>
    public static bool IsName(string name)
    {
        if (name.Length == 0 || name is "." or ".." || name.AsSpan().ContainsAnyInRange('\0', '\u001f') || name.AsSpan().ContainsAny("/\u007f\ufffd\ufffe\uffff"))
        {
            return false;
        }

        // Windows drops closing dots and spaces, gives files second names, and has devices in every folder.
        return !OperatingSystem.IsWindows()
            || (name.IndexOfAny(Path.GetInvalidFileNameChars()) < 0
                && name[^1] is not ('.' or ' ')
                && !name.StartsWith("DAVSTO~", StringComparison.OrdinalIgnoreCase)
                && Path.GetFileNameWithoutExtension(name).ToUpperInvariant() is not ("CON" or "PRN" or "AUX" or "NUL")
                && !(name.Length >= 4 && char.IsAsciiDigit(name[3]) && (name.Length == 4 || name[4] == '.')
                    && (name.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || name.StartsWith("LPT", StringComparison.OrdinalIgnoreCase))));
    }

    /// <summary>Percent-decoding that fails where <see cref="Uri.UnescapeDataString(string)"/> would leave things as they are.</summary>
    private static bool TryDecode(ReadOnlySpan<char> encoded, [NotNullWhen(true)] out string? decoded)
    {
        decoded = null;
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(encoded.Length)];
        var count = 0;
        try
        {
            while (!encoded.IsEmpty)
            {
                var percent = encoded.IndexOf('%');
                if (percent != 0)
                {
                    var plain = percent < 0 ? encoded : encoded[..percent];
                    count += s_strictUtf8.GetBytes(plain, bytes.AsSpan(count));
                    encoded = encoded[plain.Length..];
                    continue;
                }

                if (encoded.Length < 3 || !char.IsAsciiHexDigit(encoded[1]) || !char.IsAsciiHexDigit(encoded[2]))
                {
                    return false;
                }

                bytes[count++] = (byte)((Convert.FromHexString(encoded.Slice(1, 2)))[0]);
                encoded = encoded[3..];
            }

            decoded = s_strictUtf8.GetString(bytes, 0, count);
            return true;
        }
        catch (ArgumentException)
        {
            // Not UTF-8.
            return false;
        }
    }
}
