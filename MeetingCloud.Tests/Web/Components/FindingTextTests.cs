using System.Globalization;
using MeetingCloud.Web.Components.Controls;
using MeetingCloud.Web.Monitoring.Findings;

namespace MeetingCloud.Tests.Web.Components;

public sealed class FindingTextTests
{
    private static readonly FindingText s_text = new(English.Localizer<FindingText>(), English.Text());

    public static TheoryData<FindingKind> Kinds => [.. Enum.GetValues<FindingKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryKind_HasWords_InEveryLanguage(FindingKind kind)
    {
        var finding = new Finding(kind, Severity.Bad, "/", ["server3"], 1, 2, Until: Samples.Now.AddSeconds(25));
        var english = (s_text.What(finding), s_text.WhatToDo(finding, Samples.Now));
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");
        try
        {
            Assert.NotEqual(english.Item1, s_text.What(finding));
            Assert.NotEqual(english.Item2, s_text.WhatToDo(finding, Samples.Now));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Theory]
    [InlineData(FindingKind.PoolThin, 1, 3, "Only 1 server in service for 3 copies of each file.")]
    [InlineData(FindingKind.PoolThin, 2, 3, "Only 2 servers in service for 3 copies of each file.")]
    [InlineData(FindingKind.RequestsWaiting, 1, 0, "1 request waits for the origin pool.")]
    [InlineData(FindingKind.CopiesSuspect, 1, 0, "1 copy was lost or mangled by its server.")]
    [InlineData(FindingKind.CopiesMissing, 1, 20, "1 of 20 files has fewer copies than it should.")]
    [InlineData(FindingKind.FilesUnplaced, 1, 20, "1 of 20 files is on the control plane's disk alone.")]
    public void Number_AgreesWithItsNoun(FindingKind kind, int count, int of, string words) =>
        Assert.Equal(words, s_text.What(new Finding(kind, Severity.Bad, "/", [], count, of)));

    [Fact]
    public void ManyNames_AreCutShort() => Assert.Equal(
        "100 nodes are lost: n0, n1, n2 and 97 more.",
        s_text.What(new Finding(FindingKind.NodesLost, Severity.Bad, "/", [.. Enumerable.Range(0, 100).Select(n => $"n{n}")], 100)));

    [Fact]
    public void Remedy_NamesTheServersOwnVariable_AndTheNextTry() => Assert.Equal(
        "Check the network, WEBDAV_URL_12 and whether the server runs. It is tried again in 25 s.",
        s_text.WhatToDo(new Finding(FindingKind.ServerUnreachable, Severity.Bad, "/", ["server12"], Until: Samples.Now.AddSeconds(25)), Samples.Now));
}
