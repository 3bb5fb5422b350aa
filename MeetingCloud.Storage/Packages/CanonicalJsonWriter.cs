using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace MeetingCloud.Storage.Packages;

/// <summary>
/// JSON as RFC 8785 (the JSON Canonicalization Scheme) has it, for objects, arrays, strings and integers. Our own, because the bytes
/// name the package: they may not change with the escaping rules of a runtime. The caller gives members in order; one
/// out of order is refused, so that what comes out is canonical or nothing.
/// </summary>
internal sealed class CanonicalJsonWriter(IBufferWriter<byte> output)
{
    /// <summary>The largest integer that every JSON reader keeps exactly (RFC 8785, section 3.2.2.3; IEEE 754).</summary>
    public const long MaxInteger = (1L << 53) - 1;

    private readonly Stack<string?> _lastNames = new();
    private bool _needsComma;

    public void StartObject() => Start((byte)'{', string.Empty);

    public void EndObject() => End((byte)'}');

    public void StartArray() => Start((byte)'[', null);

    public void EndArray() => End((byte)']');

    /// <exception cref="InvalidOperationException">The name does not sort after the one before, as UTF-16 code units.</exception>
    public void Name(string name)
    {
        var last = _lastNames.Pop() ?? throw new InvalidOperationException("Only objects have names.");
        // The first name may be empty; afterwards each must be greater.
        if (_needsComma && string.CompareOrdinal(last, name) >= 0)
        {
            throw new InvalidOperationException($"The member '{name}' does not sort after '{last}'.");
        }

        _lastNames.Push(name);
        String(name);
        Byte((byte)':');
        _needsComma = false;
    }

    public void Integer(long value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxInteger);
        ArgumentOutOfRangeException.ThrowIfLessThan(value, -MaxInteger);
        Separate();
        Utf8Formatter.TryFormat(value, output.GetSpan(20), out var written);
        output.Advance(written);
    }

    /// <exception cref="FormatException">A surrogate stands alone: no Unicode, so no canonical form (RFC 8785, section 3.2.2.2).</exception>
    public void String(string value)
    {
        Separate();
        Byte((byte)'"');
        var text = value.AsSpan();
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny(s_escaped);
            plain = plain < 0 ? text.Length : plain;
            Utf8(text[..plain]);
            text = text[plain..];
            if (!text.IsEmpty)
            {
                Escape(text[0]);
                text = text[1..];
            }
        }

        Byte((byte)'"');
    }

    public void Member(string name, string value)
    {
        Name(name);
        String(value);
    }

    public void Member(string name, long value)
    {
        Name(name);
        Integer(value);
    }

    private static readonly SearchValues<char> s_escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    private void Start(byte bracket, string? firstName)
    {
        Separate();
        Byte(bracket);
        _lastNames.Push(firstName);
        _needsComma = false;
    }

    private void End(byte bracket)
    {
        _lastNames.Pop();
        Byte(bracket);
        _needsComma = true;
    }

    private void Separate()
    {
        if (_needsComma)
        {
            Byte((byte)',');
        }

        _needsComma = true;
    }

    private void Escape(char c)
    {
        ReadOnlySpan<byte> escaped = c switch
        {
            '\b' => "\\b"u8,
            '\t' => "\\t"u8,
            '\n' => "\\n"u8,
            '\f' => "\\f"u8,
            '\r' => "\\r"u8,
            '"' => "\\\""u8,
            '\\' => "\\\\"u8,
            _ => default,
        };
        if (!escaped.IsEmpty)
        {
            output.Write(escaped);
            return;
        }

        output.Write("\\u00"u8);
        Utf8Formatter.TryFormat((byte)c, output.GetSpan(2), out var written, new StandardFormat('x', 2));
        output.Advance(written);
    }

    private void Utf8(ReadOnlySpan<char> text)
    {
        try
        {
            s_strictUtf8.GetBytes(text, output);
        }
        catch (EncoderFallbackException exception)
        {
            throw new FormatException("The text holds half of a surrogate pair.", exception);
        }
    }

    private void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
