using System.Globalization;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Packages;

namespace MeetingCloud.Node.Sync;

/// <summary>A manifest and the package's metadata tell of the same files, or the control plane is at fault and nothing of it is served.</summary>
internal static class ManifestCheck
{
    /// <returns>The first thing that they do not agree on; null where they agree.</returns>
    public static string? Compare(Manifest manifest, PackageLayout layout)
    {
        if (layout.Length != manifest.Package.Size)
        {
            return $"the package has {layout.Length} bytes and not {manifest.Package.Size}";
        }

        var described = layout.Description;
        if (described.Id != manifest.Id)
        {
            return $"the metadata is of the meeting '{described.Id}'";
        }

        if (described.Files.Count != manifest.Files.Count)
        {
            return $"{described.Files.Count} files and not {manifest.Files.Count}";
        }

        var byPath = manifest.Files.DistinctBy(file => file.Path, StringComparer.Ordinal).ToDictionary(file => file.Path, StringComparer.Ordinal);
        foreach (var file in described.Files)
        {
            if (!byPath.TryGetValue(file.Path, out var other))
            {
                return $"the manifest has no '{file.Path}'";
            }

            if (file.Size != other.Size || file.Sha256.ToString() != other.Sha256
                || file.Crc32.ToString("x8", CultureInfo.InvariantCulture) != other.Crc32)
            {
                return $"size, sha256 or crc32 of '{file.Path}'";
            }
        }

        return null;
    }
}
