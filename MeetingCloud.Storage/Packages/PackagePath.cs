using System.Text;

namespace MeetingCloud.Storage.Packages;

/// <summary>Paths of files inside a package: safe to extract on every system that unpacks a ZIP.</summary>
public static class PackagePath
{
    /// <summary>Most bytes of UTF-8.</summary>
    public const int MaxBytes = 1024;

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Relative, slash-separated, well-formed Unicode of at most <see cref="MaxBytes"/>, without control characters, backslashes,
    /// or segments that are empty, <c>.</c> or <c>..</c>.
    /// </summary>
    public static bool IsSafe(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length is 0 or > MaxBytes || path.Any(c => char.IsControl(c) || c == '\\'))
        {
            return false;
        }

        foreach (var segment in path.AsSpan().Split('/'))
        {
            if (path.AsSpan()[segment] is "" or "." or "..")
            {
                return false;
            }
        }

        try
        {
            return s_strictUtf8.GetByteCount(path) <= MaxBytes;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>
    /// The order of entries: that of the UTF-8 bytes, which is the order of code points. UTF-16 differs from it only in that
    /// surrogates sort below the code units from U+E000 on.
    /// </summary>
    public static int Compare(string x, string y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var same = x.AsSpan().CommonPrefixLength(y);
        if (same == x.Length || same == y.Length)
        {
            return x.Length.CompareTo(y.Length);
        }

        return Weight(x[same]).CompareTo(Weight(y[same]));

        static int Weight(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
    }
}
