using System.Globalization;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster.Sites;

/// <summary>Nodes that hold nothing all hear of a meeting at the same moment: what the control plane sends, and who sends what to whom.</summary>
public sealed class SiteSyncTests : IAsyncLifetime
{
    private readonly Dictionary<string, byte[]> _files = Enumerable.Range(0, 16).ToDictionary(
        i => string.Create(CultureInfo.InvariantCulture, $"papers/{i}.pdf"),
        i => HttpExtensions.Bytes(i < 4 ? 1_500_000 : 40_000, seed: i));

    private TestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await TestCluster.StartAsync(nodes: 0);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task ControlPlane_SendsEachFileOnce_ToNodesOfOnePlace()
    {
        for (var i = 0; i < 4; i++)
        {
            await _cluster.AddNodeAsync();
        }

        var meeting = await PublishAsync();
        await _cluster.WaitUntilReadyAsync(meeting.Id, 4);

        Assert.Equal(_files.Keys.ToDictionary(path => path, _ => 1), _files.ToDictionary(file => file.Key, file => ReadsOfControlPlane(file.Value)));
        // Each of them fetches a share, so that none of them carries the others.
        Assert.All(_cluster.Nodes, node => Assert.InRange(_files.Values.Sum(file => Reads(node, file)), 1, int.MaxValue));
    }

    [Fact]
    public async Task ControlPlane_SendsEachFileOnceToEachSite_AndSitesSendNothingToEachOther()
    {
        var here = new[] { await AddAtAsync("10.3.0.0/16"), await AddAtAsync("10.3.0.0/16"), await AddAtAsync("10.3.0.0/16") };
        var there = await AddAtAsync("10.4.0.0/16");
        var meeting = await PublishAsync();
        await _cluster.WaitUntilReadyAsync(meeting.Id, 4);

        Assert.Equal(_files.Keys.ToDictionary(path => path, _ => 2), _files.ToDictionary(file => file.Key, file => ReadsOfControlPlane(file.Value)));
        Assert.All(_files.Values, file => Assert.Equal(0, Reads(there, file)));
        Assert.All(_files.Values, file => Assert.True(here.Sum(node => Reads(node, file)) >= 2));
    }

    [Fact]
    public async Task NodeThatComesLate_GetsAllFromItsSite()
    {
        await AddAtAsync("10.3.0.0/16");
        var meeting = await PublishAsync();
        await _cluster.WaitUntilReadyAsync(meeting.Id, 1);
        await AddAtAsync("10.3.0.0/16");
        await _cluster.WaitUntilReadyAsync(meeting.Id, 2);
        Assert.All(_files.Values, file => Assert.Equal(1, ReadsOfControlPlane(file)));
    }

    [Fact]
    public async Task NodeThatIsKilled_HoldsNobodyUp()
    {
        var nodes = new[] { await _cluster.AddNodeAsync(), await _cluster.AddNodeAsync(), await _cluster.AddNodeAsync() };
        var meeting = await PublishAsync();
        await nodes[0].CrashAsync();
        await _cluster.WaitUntilReadyAsync(meeting.Id, 2);
        await nodes[0].StartAsync();
        await _cluster.WaitUntilReadyAsync(meeting.Id, 3);
        var data = await _cluster.Attendee.GetContractAsync<MeetingData>(Routes.MeetingData(meeting.Id));
        var packages = await Task.WhenAll(
            data.Mirrors.SkipLast(1).Prepend(data.DownloadUrl).Select(async link => HttpExtensions.Sha256(await _cluster.Attendee.GetByteArrayAsync(link))));
        Assert.Equal(3, packages.Length);
        Assert.Single(packages.Distinct());
    }

    [Fact]
    public async Task Node_GetsFromAnotherSite_WhatTheControlPlaneCannotGive()
    {
        await AddAtAsync("10.4.0.0/16");
        var meeting = await PublishAsync();
        await _cluster.WaitUntilReadyAsync(meeting.Id, 1);
        foreach (var blob in Directory.EnumerateFiles(Path.Combine(_cluster.UploadFolder, "blobs"), "*", SearchOption.AllDirectories))
        {
            File.Delete(blob);
        }

        await AddAtAsync("10.3.0.0/16");
        await _cluster.WaitUntilReadyAsync(meeting.Id, 2);
    }

    private static int Reads(TestHost host, byte[] file) => host.Requests.Count(r => r == $"GET {Routes.Blob(HttpExtensions.Sha256(file))}");

    private int ReadsOfControlPlane(byte[] file) => _cluster.Api.Instances.Sum(instance => Reads(instance, file));

    private Task<TestHost> AddAtAsync(string networks) => _cluster.AddNodeAsync(("NODE_NETWORKS", networks));

    /// <summary>All files are there before any node hears of the meeting.</summary>
    private async Task<Meeting> PublishAsync()
    {
        await _cluster.WaitUntilActiveAsync();
        var meeting = await _cluster.Admin.CreateMeetingAsync(status: MeetingStatus.Draft);
        foreach (var (path, bytes) in _files)
        {
            await _cluster.Admin.UploadAsync(meeting.Id, path, bytes);
        }

        using var response = await _cluster.Admin.PutContractAsync(
            $"{Routes.Meetings}/{meeting.Id}", new MeetingRequest(meeting.Title, meeting.Time, Status: MeetingStatus.Active));
        return await response.ReadContractAsync<Meeting>();
    }
}
