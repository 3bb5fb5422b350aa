namespace MeetingCloud.Web.Components.Desk;

/// <summary>What a file is, in a picture and in a word.</summary>
internal static class FileIcons
{
    private const int MaxExtension = 6;

    public static string Icon(string contentType) => contentType switch
    {
        "application/pdf" => "picture_as_pdf",
        _ when contentType.StartsWith("image/", StringComparison.Ordinal) => "image",
        _ when contentType.StartsWith("audio/", StringComparison.Ordinal) => "audio_file",
        _ when contentType.StartsWith("video/", StringComparison.Ordinal) => "video_file",
        _ when contentType.Contains("zip", StringComparison.Ordinal) || contentType.Contains("compressed", StringComparison.Ordinal) => "folder_zip",
        _ when contentType.Contains("sheet", StringComparison.Ordinal) || contentType.Contains("excel", StringComparison.Ordinal) => "table_chart",
        _ when contentType.Contains("presentation", StringComparison.Ordinal) || contentType.Contains("powerpoint", StringComparison.Ordinal) => "slideshow",
        _ when contentType.StartsWith("text/", StringComparison.Ordinal) || contentType.Contains("document", StringComparison.Ordinal)
            || contentType.Contains("word", StringComparison.Ordinal) => "description",
        _ => "draft",
    };

    /// <summary><c>PDF</c>; the media type where the name has no extension that is one.</summary>
    public static string Word(string path, string contentType)
    {
        var dot = path.LastIndexOf('.');
        var extension = dot > path.LastIndexOf('/') ? path[(dot + 1)..] : "";
        return extension.Length is > 0 and <= MaxExtension && extension.All(char.IsAsciiLetterOrDigit) ? extension.ToUpperInvariant() : contentType;
    }
}
