using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Components.Desk;

/// <summary>The lines that a meeting's files make: by agenda item in the agenda's order, in it by folder, in that by name.</summary>
internal static class FileListing
{
    /// <summary>Shows the files that belong to no agenda item.</summary>
    public const string NoItem = "-";

    /// <param name="itemId">An agenda item, <see cref="NoItem"/>, or null for all files.</param>
    /// <param name="search">Part of a path.</param>
    /// <param name="noItemTitle">Heads the files that belong to no item.</param>
    public static List<FileLine> Of(Meeting meeting, string? itemId, string? search, string noItemTitle)
    {
        var wanted = meeting.Files
            .Where(file => string.IsNullOrWhiteSpace(search) || file.Path.Contains(search.Trim(), StringComparison.OrdinalIgnoreCase))
            .ToLookup(file => file.AgendaItemId ?? NoItem, StringComparer.Ordinal);
        var groups = meeting.AgendaItems.OrderBy(item => item.Position)
            .Select(item => (item.Id, item.Title))
            .Append((Id: NoItem, Title: noItemTitle))
            .Where(group => itemId is null || group.Id == itemId);
        var lines = new List<FileLine>(meeting.Files.Count + 16);
        foreach (var (id, title) in groups)
        {
            var files = wanted[id].ToList();
            if (files.Count > 0)
            {
                if (itemId is null && meeting.AgendaItems.Count > 0)
                {
                    lines.Add(new FileLine(FileLineKind.Group, $"group {id}", title, files));
                }

                AddFolders(lines, id, files);
            }
        }

        return lines;
    }

    public static string Folder(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "";

    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static void AddFolders(List<FileLine> lines, string group, List<MeetingFile> files)
    {
        foreach (var folder in files.GroupBy(file => Folder(file.Path), StringComparer.Ordinal).OrderBy(folder => folder.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (folder.Key.Length > 0)
            {
                lines.Add(new FileLine(FileLineKind.Folder, $"folder {group} {folder.Key}", folder.Key, [.. folder]));
            }

            lines.AddRange(folder
                .OrderBy(file => file.Path, StringComparer.OrdinalIgnoreCase)
                .Select(file => new FileLine(FileLineKind.File, $"file {file.Id}", Name(file.Path), [file])));
        }
    }
}
