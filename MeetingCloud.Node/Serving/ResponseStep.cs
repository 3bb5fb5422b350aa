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

    /// <summary>Small enough for the heap that is collected often (objects of 85,000 bytes and more are in another).</summary>
    private const int LongStart = 64 << 10;

    private const int Budget = 8 << 20;

    /// <summary>
    /// Bytes of the steps that a response begins with. Of a crowd that comes at once, the first do not know yet that it is one: a long
    /// response waits a little before it takes its share.
    /// </summary>
    /// <param name="length">Bytes of the response.</param>
    public static int First(long length) => length <= PackageLayout.Step ? PackageLayout.Step : LongStart;

    /// <summary>Bytes; a power of two, as the pools that lend the memory have them.</summary>
    /// <param name="downloads">How many are under way.</param>
    public static int For(int downloads)
    {
        var share = (uint)(Budget / Math.Max(1, downloads));
        return Math.Clamp(share == 0 ? 0 : 1 << BitOperations.Log2(share), Least, PackageLayout.Step);
    }
}
