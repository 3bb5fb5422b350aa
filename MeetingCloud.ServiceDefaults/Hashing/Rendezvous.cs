using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Rendezvous hashing (Thaler and Ravishankar, "Using Name-Based Mappings to Increase Hit Rates", 1998): whoever knows the members
/// knows their order for a name, without asking anybody. The control plane and all nodes, of whatever version, must agree on it.
/// </summary>
public static class Rendezvous
{
    /// <summary>A member's weight for a name; the highest comes first.</summary>
    public static ulong Weight(string name, string member)
    {
        // The same on every machine and in every version of the runtime, as string.GetHashCode is not.
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\n{member}"), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    /// <summary>Whether one member comes before another for a name. Of two different members exactly one does.</summary>
    public static bool IsBefore(string name, string member, string other)
    {
        var (own, others) = (Weight(name, member), Weight(name, other));
        return own != others ? own > others : string.CompareOrdinal(member, other) < 0;
    }
}
