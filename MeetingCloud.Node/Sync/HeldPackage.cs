using System.IO.Pipelines;
using MeetingCloud.Node.Peers;
using MeetingCloud.Node.Serving;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Packages;

namespace MeetingCloud.Node.Sync;

/// <summary>
/// A package that this node serves: one object for all its downloads, which share everything but their place in it. Its blobs stay
/// as long as the catalogue or a download holds a share.
/// </summary>
internal sealed class HeldPackage : IRangeSource, IBlobSource
{
    /// <summary>
    /// Bytes between two counts of what was sent, and two looks at how many share the node: small enough for both, large enough to cost
    /// nothing.
    /// </summary>
    private const long CountEvery = 1 << 20;

    private readonly NodeBlobs _blobs;
    private readonly DownloadMeter _meter;
    private readonly Action<HeldPackage> _unused;
    private volatile BlobSources _sources;
    private int _shares = 1;

    public HeldPackage(
        PackageLayout layout, string fileName, BlobSources sources, NodeBlobs blobs, DownloadMeter meter, Action<HeldPackage> unused)
    {
        Layout = layout;
        FileName = fileName;
        _sources = sources;
        _blobs = blobs;
        _meter = meter;
        _unused = unused;
        Headers = new RangeHeaders(
            $"\"{layout.ETag}\"",
            "application/zip",
            FilePresentation.Disposition(inline: false, fileName),
            // The link may be stored by nobody but its bearer, and asked again: a newer package has another tag.
            CacheControl: "private, no-cache");
    }

    public PackageLayout Layout { get; }

    public string FileName { get; }

    /// <summary>Where what is missing may come from, as the last manifest told.</summary>
    public BlobSources Sources
    {
        get => _sources;
        set => _sources = value;
    }

    public RangeHeaders Headers { get; }

    public long Length => Layout.Length;

    /// <summary>All blobs, the metadata included.</summary>
    public IEnumerable<(BlobHash Hash, long Size)> Blobs => Layout.Blobs.Prepend((Layout.MetadataHash, Layout.Metadata.Length));

    public ValueTask<IBlobContent> OpenAsync(BlobHash hash, long size, CancellationToken cancellationToken) =>
        _blobs.OpenAsync(hash, size, Sources, cancellationToken);

    public ValueTask PrepareAsync(long offset, long length, CancellationToken cancellationToken) =>
        Layout.PrepareAsync(this, offset, length, cancellationToken);

    public async ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellationToken)
    {
        var step = ResponseStep.First(length);
        while (length > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(length, CountEvery);
            step = Math.Min(step, ResponseStep.For(_meter.Active));
            var written = await Layout.CopyToAsync(this, destination, offset, count, cancellationToken, step);
            _meter.Sent(written);
            if (written < count)
            {
                // The client has gone, and the token that tells so comes later.
                return;
            }

            step = PackageLayout.Step;
            offset += count;
            length -= count;
        }
    }

    /// <summary>Takes a share, unless the package is given up already.</summary>
    public bool TryAcquire()
    {
        var shares = Volatile.Read(ref _shares);
        while (shares > 0)
        {
            var seen = Interlocked.CompareExchange(ref _shares, shares + 1, shares);
            if (seen == shares)
            {
                return true;
            }

            shares = seen;
        }

        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _shares) == 0)
        {
            _unused(this);
        }
    }
}
