using MeetingCloud.Api.Meetings;
using MeetingCloud.Api.Origins;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Api.Distribution;

/// <summary>Blobs for nodes: files, and the metadata.json of packages, which are made when they are asked for.</summary>
internal static class BlobsApi
{
    public static void MapBlobs(this IEndpointRouteBuilder routes) =>
        routes.MapMethods(Routes.Blobs + "/{sha256}", [HttpMethods.Get, HttpMethods.Head], GetAsync)
            .WithTags("Sync")
            .WithSummary("The bytes named by a SHA-256")
            .Produces(StatusCodes.Status200OK, contentType: FilePresentation.UnknownType)
            .RequireNodeKey();

    private static async Task GetAsync(string sha256, HttpContext context, IOrigin origin, MeetingSnapshots snapshots)
    {
        if (!BlobHash.TryParse(sha256, out var hash))
        {
            await Problem.Invalid("sha256", "must be 64 lower-case hexadecimal digits.").ExecuteAsync(context);
            return;
        }

        var headers = new RangeHeaders($"\"{hash}\"", FilePresentation.UnknownType, CacheControl: "private, max-age=31536000, immutable");
        if (await origin.FindAsync(hash, context.RequestAborted) is { } blob)
        {
            await BlobResponse.WriteAsync(context, blob, headers);
        }
        else if (await snapshots.FindMetadataAsync(hash, context.RequestAborted) is { } metadata)
        {
            await BlobResponse.WriteAsync(context, new MemoryBlob(metadata), headers);
        }
        else
        {
            await Problem.NotFound($"There is no blob '{hash}'.").ExecuteAsync(context);
        }
    }

    private sealed class MemoryBlob(ReadOnlyMemory<byte> bytes) : IBlobContent
    {
        public long Length => bytes.Length;

        public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var part = bytes[(int)offset..];
            part = part[..Math.Min(part.Length, buffer.Length)];
            part.CopyTo(buffer);
            return ValueTask.FromResult(part.Length);
        }

        public void Dispose()
        {
            // Shared with the snapshot.
        }
    }
}
