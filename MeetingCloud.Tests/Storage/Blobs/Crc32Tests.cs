using FsCheck;
using FsCheck.Fluent;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Storage.Support;

namespace MeetingCloud.Tests.Storage.Blobs;

public sealed class Crc32Tests
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void Of_GivesTheSumThatZipUses(string text, uint expected) =>
        Assert.Equal(expected, Crc32.Of(System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Append_EqualsTheDefinition_HoweverTheBytesAreSplit() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<int[]>(),
            (int[] lengths) =>
            {
                var parts = lengths.Select((length, i) => Bytes.Random(Math.Abs(length % 700), i)).ToArray();
                var crc = default(Crc32);
                foreach (var part in parts)
                {
                    crc.Append(part);
                }

                return crc.Finish() == BitByBit(parts.SelectMany(part => part));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void AppendByTables_EqualsTheDefinition_WhereTheProcessorHasNoBetterWay()
    {
        for (var length = 0; length < 200; length++)
        {
            var bytes = Bytes.Random(length, length);
            Assert.Equal(BitByBit(bytes), ~Crc32.AppendByTables(~0u, bytes));
        }
    }

    private static uint BitByBit(IEnumerable<byte> bytes)
    {
        var register = ~0u;
        foreach (var value in bytes)
        {
            register ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                register = (register & 1) == 0 ? register >> 1 : (register >> 1) ^ 0xEDB88320;
            }
        }

        return ~register;
    }
}
