using System.Collections.Frozen;
using MeetingCloud.Api.Data;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Packages;

namespace MeetingCloud.Api.Meetings;

/// <summary>One version of a meeting, read whole, with its package. Never changes; shared by all requests for that version.</summary>
/// <param name="Metadata">The package's metadata.json, a blob of its own to nodes.</param>
internal sealed record MeetingSnapshot(MeetingRow Meeting, PackageLayout Package, ReadOnlyMemory<byte> Metadata)
{
    /// <summary>The name under which the package is saved.</summary>
    public string PackageName { get; } = FileName(Meeting);

    private readonly FrozenDictionary<string, FileRow> _files = Meeting.Files.ToFrozenDictionary(f => f.Path, StringComparer.Ordinal);

    public ActivePackage ActivePackage => new(Package.ETag, Package.Length);

    /// <summary>The file at a path, or null.</summary>
    public FileRow? FindFile(string path) => _files.GetValueOrDefault(path);

    // Characters that Windows, macOS or a shell would stumble over become spaces; the id serves where nothing is left.
    private static string FileName(MeetingRow meeting)
    {
        const string awkward = "\\/:*?\"<>|";
        var name = string.Concat(meeting.Title.Select(c => char.IsControl(c) || awkward.Contains(c, StringComparison.Ordinal) ? ' ' : c));
        name = string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Trim('.', ' ');
        if (name.Length > 100)
        {
            name = name[..(char.IsHighSurrogate(name[99]) ? 99 : 100)].TrimEnd();
        }

        return name.Length == 0 ? $"meeting_{meeting.Id}.zip" : $"{name}.zip";
    }
}
