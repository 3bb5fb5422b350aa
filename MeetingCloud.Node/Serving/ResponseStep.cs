using System.Numerics;
using MeetingCloud.Storage.Packages;

namespace MeetingCloud.Node.Serving;

/// <summary>
/// How much a response writes between two flushes. A reader that is slower than the disk makes the node hold that much, twice for a
/// moment, so downloads share a budget: few take large steps, which cost the fewest system calls; a crowd takes small ones.
/// </summary>
internal static class ResponseStep
{
    /// <summary>Below this, system calls would cost more than the memory is worth.</summary>
    public const int Least = 32 << 10;

    private const int Budget = 16 << 20;

    /// <summary>Bytes; a power of two, as the pools that lend the memory have them.</summary>
    /// <param name="downloads">How many are under way.</param>
    public static int For(int downloads)
    {
        var share = (uint)(Budget / Math.Max(1, downloads));
        return Math.Clamp(share == 0 ? 0 : 1 << BitOperations.Log2(share), Least, PackageLayout.Step);
    }
}
