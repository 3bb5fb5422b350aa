using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Storage.Origins.Placement;

/// <summary>
/// Weighted rendezvous hashing (Thaler and Ravishankar, "Using Name-Based Mappings to Increase Hit Rates", 1998; weights after Schindler
/// and Schomaker, 2005): each server draws a number for the blob, and the highest wins. A server that joins takes its share from all
/// others, one that leaves gives it to all others, and nothing else moves.
/// </summary>
public sealed class RendezvousHash : IPlacementPolicy
{
    public PlacementStrategy Strategy => PlacementStrategy.Hash;

    /// <summary>A server's own number, from its id: the same in every process and on every machine.</summary>
    public static ulong Seed(string serverId) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(serverId)));

    public void Rank(BlobHash blob, ReadOnlySpan<PlacementCandidate> candidates, Span<int> order)
    {
        var key = blob.Prefix;
        Span<double> keys = candidates.Length <= 64 ? stackalloc double[candidates.Length] : new double[candidates.Length];
        for (var i = 0; i < candidates.Length; i++)
        {
            keys[i] = -Score(key, candidates[i]);
            order[i] = i;
        }

        keys.Sort(order[..candidates.Length]);
    }

    private static double Score(ulong key, in PlacementCandidate candidate)
    {
        // In the open interval from 0 to 1, so that the logarithm is finite and negative.
        var draw = ((Mix(key ^ candidate.Seed) >> 11) + 0.5) * (1.0 / (1UL << 53));
        // Spares keep an order among themselves, below all others: those have scores above 0.
        return candidate.Weight > 0 ? candidate.Weight / -Math.Log(draw) : draw - 1;
    }

    // The finalizer of SplitMix64 (Steele, Lea and Flood, 2014): one changed bit of the input changes half of the output's.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
