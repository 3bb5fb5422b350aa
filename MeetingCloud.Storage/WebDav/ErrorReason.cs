using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MeetingCloud.Storage.WebDav;

/// <summary>Why the server says no, in one short line, from the first bytes of whatever it sends.</summary>
/// <param name="Text">Empty where it says nothing that people could read.</param>
/// <param name="Code">The name of the error in answers of SabreDAV's form, which Nutstore and Nextcloud use.</param>
internal sealed partial record ErrorReason(string Text, string? Code)
{
    /// <summary>Nutstore's name for "too many requests lately"; also seen in answers of another form.</summary>
    public const string Throttled = "BlockedTemporarily";

    private const int MostBytes = 4 << 10;
    private const int MostCharacters = 200;

    /// <summary>The answer is known already; its explanation is not worth waiting for.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    public static async Task<ErrorReason> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var text = Headers.IsEncoded(response) ? "" : await FirstBytesAsync(response, time, cancellationToken);
        var code = Exception().Match(text) is { Success: true } match ? match.Groups["text"].Value.Trim()
            : text.Contains(Throttled, StringComparison.Ordinal) ? Throttled
            : null;
        return new ErrorReason(Shorten(Explain(text, code)), code);
    }

    private static async Task<string> FirstBytesAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var bytes = new byte[MostBytes];
        var count = 0;
        using var limit = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            for (int read; count < bytes.Length && (read = await body.ReadAsync(bytes.AsMemory(count), either.Token)) > 0;)
            {
                count += read;
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return Encoding.UTF8.GetString(bytes, 0, count);
    }

    private static string Explain(string text, string? code)
    {
        var start = text.TrimStart();
        if (start.StartsWith('{'))
        {
            return OfProblem(start);
        }

        if (!start.StartsWith('<'))
        {
            return text;
        }

        var message = Message().Match(text) is { Success: true } match ? match.Groups["text"].Value.Trim() : null;
        return string.Join(": ", new[] { code, message }.Where(part => !string.IsNullOrEmpty(part))) is { Length: > 0 } known
            ? known
            : Title().Match(text).Groups["text"].Value;
    }

    /// <summary>RFC 9457, or what resembles it.</summary>
    private static string OfProblem(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var name in (ReadOnlySpan<string>)["detail", "title", "message", "error"])
            {
                if (document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
                {
                    return value.GetString()!;
                }
            }
        }
        catch (JsonException)
        {
            // Cut off, or something else.
        }

        return "";
    }

    private static string Shorten(string text)
    {
        var line = new StringBuilder(MostCharacters);
        foreach (var c in WebUtility.HtmlDecode(text))
        {
            if (line.Length == MostCharacters)
            {
                return line.Append('…').ToString();
            }

            if (!char.IsWhiteSpace(c) && !char.IsControl(c))
            {
                line.Append(c);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString().TrimEnd();
    }

    [GeneratedRegex("<([A-Za-z][^<>:]{0,20}:)?exception[^<>]{0,200}>(?<text>[^<]{1,200})<", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Exception();

    [GeneratedRegex("<([A-Za-z][^<>:]{0,20}:)?message[^<>]{0,200}>(?<text>[^<]{1,400})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Message();

    [GeneratedRegex("<title[^<>]{0,200}>(?<text>[^<]{1,400})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Title();
}
