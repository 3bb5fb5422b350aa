using System.Text;
using MeetingCloud.Api.Http;
using MeetingCloud.Api.Meetings;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Uploads;

/// <summary>Reads <c>Upload-Metadata</c>: <c>key base64, key base64, key</c>.</summary>
internal static class UploadMetadata
{
    public const string MeetingId = "meeting_id";
    public const string FilePathKey = "path";
    public const string RelativePath = "relativePath";
    public const string FileName = "filename";
    public const string AgendaItemId = "agenda_item_id";
    public const string FileType = "filetype";

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ProblemException">400: not of that form.</exception>
    public static Dictionary<string, string> Parse(string header)
    {
        if (!Ascii.IsValid(header))
        {
            throw Bad("has characters that are not ASCII");
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var space = pair.IndexOf(' ', StringComparison.Ordinal);
            var key = space < 0 ? pair : pair[..space];
            if (!values.TryAdd(key, space < 0 ? "" : Decode(key, pair[(space + 1)..].Trim())))
            {
                throw Bad($"has the key '{key}' twice");
            }
        }

        return values;
    }

    /// <param name="ticketMeetingId">The meeting that the caller's ticket is for: no need to name it again.</param>
    /// <exception cref="ProblemException">422, with all that is wrong by key.</exception>
    public static UploadTarget ReadTarget(Dictionary<string, string> values, string? ticketMeetingId)
    {
        var errors = new FieldErrors();
        var meetingId = values.GetValueOrDefault(MeetingId, ticketMeetingId ?? "");
        errors.When(meetingId.Length == 0, MeetingId, "is missing.");
        var (key, text) = FindPath(values);
        var valid = FilePath.TryParse(text, out var path, out var error);
        errors.When(!valid, key, error);
        errors.Throw();
        return new UploadTarget(
            meetingId,
            path,
            FilePresentation.ContentType(values.GetValueOrDefault(FileType), path),
            values.GetValueOrDefault(AgendaItemId) is { Length: > 0 } agendaItemId ? agendaItemId : null);
    }

    // What is ours counts most; then what common clients send, of which some have "null" for a file without a folder and others a
    // slash in front of the folder.
    private static (string Key, string Text) FindPath(Dictionary<string, string> values)
    {
        if (values.TryGetValue(FilePathKey, out var path))
        {
            return (FilePathKey, path);
        }

        return values.TryGetValue(RelativePath, out var relative) && relative is not ("" or "null")
            ? (RelativePath, relative.StartsWith('/') ? relative[1..] : relative)
            : (values.ContainsKey(FileName) ? FileName : FilePathKey, values.GetValueOrDefault(FileName, ""));
    }

    private static string Decode(string key, string base64)
    {
        try
        {
            var value = s_strictUtf8.GetString(Convert.FromBase64String(base64));
            return value.Contains('\0', StringComparison.Ordinal) ? throw Bad($"has a value of '{key}' with a NUL character") : value;
        }
        catch (FormatException)
        {
            throw Bad($"has a value of '{key}' that is not Base64");
        }
        catch (DecoderFallbackException)
        {
            throw Bad($"has a value of '{key}' that is not UTF-8");
        }
    }

    private static ProblemException Bad(string what) => new(Problem.BadRequest($"{TusHeaders.Metadata} {what}."));
}
