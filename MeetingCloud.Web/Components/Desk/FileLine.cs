using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Components.Desk;

/// <summary>A line of the list of files.</summary>
/// <param name="Key">Unique in the list.</param>
/// <param name="Text">The item's title, the folder, or the file's name without its folder.</param>
/// <param name="Files">Those below a heading; the file itself.</param>
internal sealed record FileLine(FileLineKind Kind, string Key, string Text, IReadOnlyList<MeetingFile> Files)
{
    public long Bytes => Files.Sum(file => file.Size);
}
