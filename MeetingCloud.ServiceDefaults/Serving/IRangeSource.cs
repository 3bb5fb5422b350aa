using System.IO.Pipelines;

namespace MeetingCloud.ServiceDefaults;

/// <summary>Bytes of a known number, of which any range can be had.</summary>
public interface IRangeSource
{
    /// <summary>Bytes in all.</summary>
    long Length { get; }

    /// <summary>Writes and flushes <paramref name="length"/> bytes from <paramref name="offset"/> on.</summary>
    ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellationToken);
}
