using System.IO.Pipelines;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Packages;

namespace MeetingCloud.Api.Distribution;

/// <summary>A package as the control plane itself serves it.</summary>
internal sealed class PackageContent(PackageLayout package, IBlobSource blobs) : IRangeSource
{
    public long Length => package.Length;

    public ValueTask PrepareAsync(long offset, long length, CancellationToken cancellationToken) =>
        package.PrepareAsync(blobs, offset, length, cancellationToken);

    public async ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellationToken) =>
        await package.CopyToAsync(blobs, destination, offset, length, cancellationToken);
}
