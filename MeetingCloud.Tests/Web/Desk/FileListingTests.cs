using MeetingCloud.Web.Components.Desk;

namespace MeetingCloud.Tests.Web.Desk;

public sealed class FileListingTests
{
    [Fact]
    public void AllFiles_StandByAgendaItemThenFolder() => Assert.Equal(
        ["Group Opening", "File a.pdf", "Group Budget", "Folder Finance", "File b.xlsx", "File c.pdf", "Group (none)", "File z.pdf"],
        Lines(itemId: null, search: null));

    [Fact]
    public void OneItem_ShowsItsFilesAlone()
    {
        Assert.Equal(["Folder Finance", "File b.xlsx", "File c.pdf"], Lines("two", search: null));
        Assert.Equal(["File z.pdf"], Lines(FileListing.NoItem, search: null));
    }

    [Fact]
    public void Search_FindsPartsOfPaths_AndLeavesEmptyHeadingsOut() =>
        Assert.Equal(["Group Budget", "Folder Finance", "File b.xlsx", "File c.pdf"], Lines(itemId: null, " FINANCE "));

    [Fact]
    public void TwoThousandFiles_AreListedAsLines_OncePerFile()
    {
        var meeting = Samples.Whole() with { Files = [.. Enumerable.Range(0, 2000).Select(i => Samples.File($"f{i / 40}/p{i}.pdf"))] };

        var lines = FileListing.Of(meeting, itemId: null, search: null, "(none)");

        Assert.Equal(2000, lines.Where(line => line.Kind == FileLineKind.File).Select(line => line.Key).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(50, lines.Count(line => line.Kind == FileLineKind.Folder));
    }

    private static IEnumerable<string> Lines(string? itemId, string? search) =>
        FileListing.Of(Samples.Whole(), itemId, search, "(none)").Select(line => $"{line.Kind} {line.Text}");
}
