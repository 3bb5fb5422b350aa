namespace MeetingCloud.Storage.Packages;

/// <summary>What every package's description keeps to, whoever wrote it.</summary>
internal static class PackageRules
{
    /// <exception cref="FormatException">The first rule that is broken.</exception>
    public static void Check(PackageDescription description)
    {
        string? previous = null;
        foreach (var file in description.Files)
        {
            if (!PackagePath.IsSafe(file.Path))
            {
                throw new FormatException("The package's metadata names a file whose path is not safe.");
            }

            if (previous is not null && PackagePath.Compare(previous, file.Path) >= 0)
            {
                throw new FormatException($"The package's metadata has '{file.Path}' twice or out of order.");
            }

            if (file.Size is < 0 or > CanonicalJsonWriter.MaxInteger)
            {
                throw new FormatException($"The package's metadata has an impossible size for '{file.Path}'.");
            }

            previous = file.Path;
        }
    }
}
