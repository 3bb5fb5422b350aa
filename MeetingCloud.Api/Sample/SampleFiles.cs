using MeetingCloud.Api.Meetings;
using MeetingCloud.Api.Origins;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Api.Sample;

/// <summary>Brings the folder's files to the origin.</summary>
internal sealed class SampleFiles(SampleOptions options, IOrigin origin)
{
    /// <exception cref="InvalidDataException">The path is none that a meeting may have.</exception>
    public async Task<BlobInfo> StoreAsync(string path, CancellationToken cancellationToken)
    {
        if (!FilePath.TryParse(path, out var checkedPath, out var error) || checkedPath != path)
        {
            throw new InvalidDataException($"'{path}' {error}");
        }

        await using var file = File.OpenRead(Path.Combine(options.Folder!, path));
        return await origin.AddAsync(file, file.Length, cancellationToken);
    }
}
