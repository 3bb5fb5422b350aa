using MeetingCloud.Contracts;
using MeetingCloud.Web.Attendees;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Attendees;

/// <summary>Papers to open one by one.</summary>
public sealed partial class Papers
{
    /// <summary>Longer endings are no kinds of files but parts of names.</summary>
    private const int LongestKind = 4;

    [Parameter]
    [EditorRequired]
    public IReadOnlyList<MeetingDataFile> Files { get; set; } = [];

    [Parameter]
    [EditorRequired]
    public AttendeeLinks Links { get; set; } = null!;

    private static (string Folder, string Name) Split(string path) =>
        path.LastIndexOf('/') is >= 0 and var slash ? (path[..slash], path[(slash + 1)..]) : ("", path);

    private static string Kind(string name)
    {
        var extension = Path.GetExtension(name).TrimStart('.');
        return extension.Length is > 0 and <= LongestKind && extension.All(char.IsAsciiLetterOrDigit) ? extension.ToUpperInvariant() : "···";
    }
}
