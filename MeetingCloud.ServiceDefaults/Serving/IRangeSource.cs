using System.IO.Pipelines;

namespace MeetingCloud.ServiceDefaults;

/// <summary>Bytes of a known number, of which any range can be had.</summary>
public interface IRangeSource
{
    /// <summary>Bytes in all.</summary>
    long Length { get; }

    /// <summary>
    /// Makes sure that the first of these bytes can be had. What fails here can still be answered with a status; what fails in
    /// <see cref="CopyToAsync"/> cuts the connection.
    /// </summary>
    ValueTask PrepareAsync(long offset, long length, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Writes and flushes <paramref name="length"/> bytes from <paramref name="offset"/> on.</summary>
    ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellationToken);
}
