using System.Globalization;
using MeetingCloud.Storage.WebDav;

namespace MeetingCloud.Storage.Origins;

/// <summary>Asks a server whether it has what it was sent.</summary>
internal sealed class OriginVerifier(TimeProvider time)
{
    private const int LooksAtOnce = 2;

    /// <summary>
    /// Pauses before each look after a write whose fate is open: some servers put a large file together for a while, and lock it meanwhile.
    /// </summary>
    private static readonly TimeSpan[] s_pauses =
        [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)];

    /// <summary>Reads back what the server says it has.</summary>
    /// <param name="mayComeLate">Whether the file may still be on its way into its place.</param>
    /// <exception cref="WebDavException">It is not there, or has another size.</exception>
    public async Task VerifyAsync(
        OriginServer server, string path, long length, OriginPriority priority, bool mayComeLate, CancellationToken cancellationToken)
    {
        var looks = mayComeLate ? s_pauses.Length : LooksAtOnce;
        var found = "nothing";
        for (var look = 0; look < looks; look++)
        {
            await Task.Delay(s_pauses[look], time, cancellationToken);
            try
            {
                var resource = await server.SendAsync("HEAD", priority, (client, token) => client.FindAsync(path, token), cancellationToken);
                var size = resource is not { Size: null } ? resource?.Size
                    : length > 0 ? await RangedSizeAsync(server, path, length, priority, cancellationToken)
                    // Apache tells no length where it is 0, and no range can be asked for.
                    : 0;
                if (size == length)
                {
                    return;
                }

                found = resource is null ? "nothing" : $"{size?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number of"} bytes";
            }
            catch (WebDavException exception) when (exception.Failure == WebDavFailure.Locked && look < looks - 1)
            {
                found = "a locked file";
            }
        }

        var mismatch = new WebDavException(WebDavFailure.Truncated, $"{server.Id} has {found} where {length} bytes were sent.");
        server.Failed(mismatch);
        throw mismatch;
    }

    // Some servers tell no length in answer to HEAD; all of them do with a range.
    private static Task<long?> RangedSizeAsync(
        OriginServer server, string path, long length, OriginPriority priority, CancellationToken cancellationToken) => server.SendAsync(
        "GET",
        priority,
        async (client, token) =>
        {
            await using var last = await client.GetAsync(path, length - 1, 1, token);
            return last.TotalLength;
        },
        cancellationToken);
}
