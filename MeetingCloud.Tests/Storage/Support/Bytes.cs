namespace MeetingCloud.Tests.Storage.Support;

internal static class Bytes
{
    /// <summary>The same bytes for the same seed, unlike any other seed's.</summary>
    public static byte[] Random(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
