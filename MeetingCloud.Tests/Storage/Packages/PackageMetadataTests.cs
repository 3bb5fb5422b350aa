using System.Text;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Packages;

namespace MeetingCloud.Tests.Storage.Packages;

public sealed class PackageMetadataTests
{
    private static readonly DateTimeOffset s_time = new(2026, 5, 1, 9, 30, 0, TimeSpan.FromHours(8));

    private const string Canonical =
        """
        {"agenda_items":[{"duration_minutes":15,"files":["b.pdf"],"position":1,"presenter":"李雷","title":"Report"},{"files":[],"position":2,"title":"Vote"}],"files":[{"content_type":"application/pdf","crc32":"000000ff","path":"a.pdf","sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","size":3,"updated_at":"2026-05-01T01:30:00Z"},{"content_type":"application/pdf","crc32":"deadbeef","path":"b.pdf","sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","size":4,"updated_at":"2026-05-01T01:30:00Z"}],"format":1,"id":"m1","intro":"Line 1\nLine \"2\"","time":"2026-05-01T01:30:00Z","title":"董事会"}
        """;

    private static PackageDescription Sample { get; } = new(
        "m1",
        "董事会",
        s_time,
        "Line 1\nLine \"2\"",
        [new PackageAgendaItem("Report", 1, "李雷", 15, ["b.pdf"]), new PackageAgendaItem("Vote", 2, null, null, [])],
        [
            new PackageFile("b.pdf", 4, "application/pdf", BlobHash.Of("abc"u8), 0xDEADBEEF, s_time),
            new PackageFile("a.pdf", 3, "application/pdf", BlobHash.Of("abc"u8), 0xFF, s_time),
        ]);

    [Fact]
    public void Serialize_IsCanonical() => Assert.Equal(Canonical, Encoding.UTF8.GetString(PackageMetadata.Serialize(Sample)));

    [Fact]
    public void Parse_ReadsWhatSerializeWrites()
    {
        var parsed = PackageMetadata.Parse(PackageMetadata.Serialize(Sample));
        Assert.Equal(Sample.Files.OrderBy(file => file.Path), parsed.Files);
        Assert.Equal(Sample.Time, parsed.Time);
        Assert.Equal(Canonical, Encoding.UTF8.GetString(PackageMetadata.Serialize(parsed)));
    }

    [Theory]
    [InlineData("\"format\":1", "\"format\":2", "newer")]
    [InlineData("\"format\":1,", "", "no format")]
    [InlineData("\"title\":\"董事会\"", "\"title\":null", "malformed")]
    [InlineData(",\"title\":\"董事会\"", "", "malformed")]
    [InlineData("\"id\":\"m1\"", "\"id\":\"m1\",\"id\":\"m2\"", "malformed")]
    [InlineData("\"id\":\"m1\"", "\"id\":\"m1\",\"extra\":1", "malformed")]
    [InlineData("\"size\":3", "\"size\":-3", "size")]
    [InlineData("\"size\":3", "\"size\":9007199254740992", "size")]
    [InlineData("\"size\":3", "\"size\":\"3\"", "malformed")]
    [InlineData("000000ff", "ff", "CRC-32")]
    [InlineData("000000ff", "+00000ff", "CRC-32")]
    [InlineData("ba7816bf", "xx7816bf", "SHA-256")]
    [InlineData("\"path\":\"a.pdf\"", "\"path\":\"../a.pdf\"", "not safe")]
    [InlineData("\"path\":\"a.pdf\"", "\"path\":\"b.pdf\"", "twice")]
    [InlineData("\"path\":\"a.pdf\"", "\"path\":\"c.pdf\"", "order")]
    [InlineData("2026-05-01T01:30:00Z\"},{", "2026-05-01T01:30:00\"},{", "malformed")]
    public void Parse_RefusesAnythingElse_AndSaysWhy(string part, string replacement, string reason)
    {
        var bad = Canonical.Replace(part, replacement, StringComparison.Ordinal);
        Assert.NotEqual(Canonical, bad);
        var exception = Assert.Throws<FormatException>(() => PackageMetadata.Parse(Encoding.UTF8.GetBytes(bad)));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"format\":1")]
    [InlineData("{\"format\":1}")]
    public void Parse_RefusesWhatIsNoMetadata(string text) =>
        Assert.Throws<FormatException>(() => PackageMetadata.Parse(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Serialize_RefusesPathsThatAreNotSafe() =>
        Assert.Throws<FormatException>(() => PackageMetadata.Serialize(
            Sample with { Files = [Sample.Files[0] with { Path = "../b.pdf" }] }));
}
