using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Monitoring;
using MeetingCloud.Web.Monitoring.Findings;

namespace MeetingCloud.Tests.Web.Monitoring.Findings;

public sealed class DiagnosisTests
{
    private static readonly NodeInfo s_good = Samples.Node("node-1", NodeState.Active, new HeldMeeting("m", 7));

    [Fact]
    public void Nothing_IsWrong_WhenAllIsWell() => Assert.Empty(Diagnosis.Of(
        Cluster([s_good], [Old("m")]),
        Samples.Pool(Samples.Server("server1"), Samples.Server("server2")),
        Samples.Stats(new WebdavFiles(9, 9, 0, 0, 0, 3)),
        new ControlPlaneHealth("healthy", new Dictionary<string, ControlPlaneCheck> { ["redis"] = new("healthy"), ["process"] = new("healthy") })));

    [Fact]
    public void WhatIsNotKnownYet_IsNotJudged() => Assert.Empty(Diagnosis.Of(cluster: null, pool: null, stats: null, health: null));

    [Fact]
    public void Nodes_AreMissed_WhenThereAreNone_OrNoneIsActive()
    {
        Assert.Equal(FindingKind.NoNodes, Assert.Single(Nodes()).Kind);
        Assert.Equal([FindingKind.NoActiveNode, FindingKind.NodesInMaintenance], Nodes(Samples.Node("a", NodeState.Maintenance)).Select(f => f.Kind));
    }

    [Fact]
    public void LostNodes_AreOneFinding_WithALinkToTheNode_OrToAllOfThem()
    {
        var one = Assert.Single(Nodes(s_good, Samples.Node("a", NodeState.Lost)));
        Assert.Equal((FindingKind.NodesLost, Severity.Bad, "/nodes/a"), (one.Kind, one.Severity, one.Link));

        var many = Assert.Single(Nodes([s_good, .. Enumerable.Range(0, 100).Select(n => Samples.Node($"n{n}", NodeState.Lost))]));
        Assert.Equal((100L, "/nodes?state=lost"), (many.Count, many.Link));
    }

    [Theory]
    [InlineData(0.31, null)]
    [InlineData(0.29, Severity.Warning)]
    [InlineData(0.1, Severity.Bad)]
    public void UnhealthyNodes_AreTold(double health, Severity? expected) =>
        Assert.Equal(expected, Nodes(s_good with { Health = health }).Select(finding => (Severity?)finding.Severity).SingleOrDefault());

    [Fact]
    public void FullNode_IsAFault_OnlyWhenMeetingsDoNotFit()
    {
        var full = s_good with { StorageUsed = 49_000_000_000 };
        Assert.Equal(Severity.Notice, Assert.Single(Diagnosis.Of(Cluster([full], [Old("m")]), null, null, null)).Severity);

        var lacking = Diagnosis.Of(Cluster([full], [Old("m"), Old("other")]), null, null, null).Single(finding => finding.Kind == FindingKind.NodesNearlyFull);
        Assert.Equal(Severity.Bad, lacking.Severity);
    }

    [Fact]
    public void Meetings_AreTold_WhenNodesAreBehind_ButNotWhileTheyHaveJustChanged()
    {
        var behind = Samples.Node("node-2");
        var cluster = Cluster([s_good, behind], [Old("m"), Old("nowhere"), Samples.Meeting("fresh", 1)]);

        var findings = Diagnosis.Of(cluster, null, null, null);

        Assert.Equal(
            [(FindingKind.MeetingsNowhere, "/meetings/nowhere"), (FindingKind.MeetingsBehind, "/meetings/m")],
            findings.Select(finding => (finding.Kind, finding.Link)));
    }

    [Theory]
    [InlineData("unreachable", FindingKind.ServerUnreachable, Severity.Bad)]
    [InlineData("timed_out", FindingKind.ServerTimedOut, Severity.Bad)]
    [InlineData("server_error", FindingKind.ServerError, Severity.Bad)]
    [InlineData("throttled", FindingKind.ServerThrottled, Severity.Warning)]
    [InlineData("credentials", FindingKind.ServerCredentials, Severity.Bad)]
    [InlineData("full", FindingKind.ServerFull, Severity.Bad)]
    [InlineData("refused", FindingKind.ServerRefused, Severity.Bad)]
    [InlineData("malformed", FindingKind.ServerMalformed, Severity.Bad)]
    [InlineData("truncated", FindingKind.ServerOut, Severity.Bad)]
    public void ServerThatIsOut_IsToldWithItsReason(string failure, FindingKind kind, Severity severity)
    {
        var pool = Samples.Pool(Samples.Server("server1"), Samples.Server("server2"), Samples.Server("server3", failure, "as it said"));

        var finding = Assert.Single(Diagnosis.Of(null, pool, null, null));

        Assert.Equal((kind, severity, "/origin#server3", "as it said"), (finding.Kind, finding.Severity, finding.Link, finding.Reason));
        Assert.Equal(Samples.Now.AddSeconds(25), finding.Until);
    }

    [Fact]
    public void Pool_IsDown_WhenNoServerIsInService_AndThin_WhenTooFewAre()
    {
        Assert.Contains(Pool(Samples.Server("server1", "unreachable")), finding => finding.Kind == FindingKind.PoolDown);
        var thin = Pool(Samples.Server("server1"), Samples.Server("server2") with { Enabled = false });
        Assert.Equal([FindingKind.PoolThin, FindingKind.ServersOff], thin.Select(finding => finding.Kind));
        Assert.Empty(Pool());
    }

    [Fact]
    public void Queues_Budgets_AndRoom_AreTold()
    {
        var kinds = Pool(
            Samples.Server("server1") with { Waiting = 20 },
            Samples.Server("server2") with { Budget = new WebdavBudget(600, 600, 1800) },
            Samples.Server("server3") with { Storage = new WebdavStorage(null, null, 96, 96, 100) },
            Samples.Server("server4") with { State = "slow" }).Select(finding => finding.Kind);

        Assert.Equal([FindingKind.BudgetSpent, FindingKind.RequestsWaiting, FindingKind.ServersNearlyFull, FindingKind.ServersSlow], kinds);
    }

    [Fact]
    public void Copies_AreTold_WhenThereAreTooFew() => Assert.Equal(
        [(FindingKind.CopiesMissing, 2L), (FindingKind.CopiesSuspect, 3L), (FindingKind.FilesUnplaced, 1L)],
        Diagnosis.Of(null, null, Samples.Stats(new WebdavFiles(20, 17, 2, 1, 3, 0)), null).Select(finding => (finding.Kind, finding.Count)));

    [Theory]
    [InlineData("redis", FindingKind.RedisAway)]
    [InlineData("registry", FindingKind.RedisAway)]
    [InlineData("database", FindingKind.DatabaseAway)]
    [InlineData("storage", FindingKind.ControlPlaneDiskFull)]
    [InlineData("shutdown", FindingKind.ControlPlaneEnding)]
    [InlineData("of-a-later-version", FindingKind.OtherCheck)]
    public void ControlPlane_IsToldByItsChecks(string check, FindingKind expected) => Assert.Equal(
        expected,
        Assert.Single(Diagnosis.Of(null, null, null, new ControlPlaneHealth("degraded", new Dictionary<string, ControlPlaneCheck> { [check] = new("degraded") }))).Kind);

    [Fact]
    public void Redis_IsOneFinding_ThoughTwoChecksSaySo() => Assert.Single(Diagnosis.Of(null, null, null, new ControlPlaneHealth(
        "degraded",
        new Dictionary<string, ControlPlaneCheck> { ["redis"] = new("unhealthy"), ["registry"] = new("degraded"), ["origin"] = new("degraded") })));

    private static IReadOnlyList<Finding> Nodes(params NodeInfo[] nodes) => Diagnosis.Of(Cluster(nodes, []), null, null, null);

    private static IReadOnlyList<Finding> Pool(params WebdavServerStatus[] servers) => Diagnosis.Of(null, Samples.Pool(servers), null, null);

    private static ClusterSnapshot Cluster(IReadOnlyList<NodeInfo> nodes, IReadOnlyList<MeetingSummary> meetings) => new(Samples.Now, nodes, meetings);

    private static MeetingSummary Old(string id) => Samples.Meeting(id, 7) with { UpdatedAt = Samples.Now.AddMinutes(-5) };
}
