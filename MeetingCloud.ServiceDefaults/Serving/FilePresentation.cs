using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// How a file of a meeting is shown: what a browser renders without running anything opens in it, all else is saved. HTML and XML, SVG
/// above all, can carry scripts, so they are always saved.
/// </summary>
public static class FilePresentation
{
    /// <summary>For bytes of an unknown kind (RFC 2046, section 4.5.1).</summary>
    public const string UnknownType = "application/octet-stream";

    private static readonly FileExtensionContentTypeProvider s_types = CreateTypes();

    /// <summary>
    /// The media type of a file: as <paramref name="declared"/> by its sender where that is a valid and telling type, else by the
    /// extension of <paramref name="name"/>.
    /// </summary>
    public static string ContentType(string? declared, string name)
    {
        // curl --data-binary calls every body a form.
        if (MediaTypeHeaderValue.TryParse(declared, out var type)
            && type.MediaType is { Length: > 0 and <= 100 }
            && !type.MatchesAllTypes && !type.MatchesAllSubTypes
            && !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            && !type.MediaType.Equals(UnknownType, StringComparison.OrdinalIgnoreCase))
        {
            return type.MediaType.Value!.ToLowerInvariant();
        }

        return s_types.TryGetContentType(name, out var known) ? known : UnknownType;
    }

    /// <summary>Whether a browser may show it in place.</summary>
    /// <param name="contentType">As <see cref="ContentType"/> gives it.</param>
    public static bool IsInline(string contentType) =>
        contentType is "application/pdf" or "text/plain" || (IsMedia(contentType) && !IsXml(contentType));

    /// <summary><c>Content-Disposition</c> (RFC 6266) with the name in UTF-8 (RFC 8187) and an ASCII likeness.</summary>
    public static string Disposition(bool inline, string fileName)
    {
        var header = new ContentDispositionHeaderValue(inline ? "inline" : "attachment");
        header.SetHttpFileName(fileName);
        return header.ToString();
    }

    private static bool IsMedia(string contentType) =>
        contentType.StartsWith("audio/", StringComparison.Ordinal)
        || contentType.StartsWith("video/", StringComparison.Ordinal)
        || contentType.StartsWith("image/", StringComparison.Ordinal);

    // To browsers whatever ends in "+xml" is a document, in which XHTML and SVG run scripts, be it called a picture or a sound.
    private static bool IsXml(string contentType) =>
        contentType.EndsWith("+xml", StringComparison.Ordinal) || contentType.StartsWith("image/svg", StringComparison.Ordinal);

    private static FileExtensionContentTypeProvider CreateTypes()
    {
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".md"] = "text/plain";
        types.Mappings[".log"] = "text/plain";
        types.Mappings[".opus"] = "audio/ogg";
        types.Mappings[".flac"] = "audio/flac";
        types.Mappings[".heic"] = "image/heic";
        types.Mappings[".avif"] = "image/avif";
        return types;
    }
}
