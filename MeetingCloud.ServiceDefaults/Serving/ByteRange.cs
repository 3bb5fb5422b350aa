namespace MeetingCloud.ServiceDefaults;

/// <summary>Bytes <paramref name="Offset"/> to <paramref name="Offset"/> + <paramref name="Length"/> − 1.</summary>
internal readonly record struct ByteRange(long Offset, long Length)
{
    public long Last => Offset + Length - 1;
}
