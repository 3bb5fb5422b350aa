using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Cluster;

/// <summary>A first start that is not empty.</summary>
public sealed class SampleTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Sample");

    [Fact]
    public async Task Sample_IsThereForAttendees_WhereThereHasNeverBeenAMeeting()
    {
        await using var cluster = await TestCluster.StartAsync(nodes: 1, ("SAMPLE_DIR", s_folder));
        await WaitForSampleAsync(cluster);
        await cluster.WaitUntilReadyAsync("sample", 1);

        var data = await cluster.Attendee.GetContractAsync<MeetingData>(Routes.MeetingData("sample"));
        Assert.Equal(MeetingStatus.Active, data.Status);
        Assert.True(data.Package.Size < 1_000_000);
        Assert.Equal(5, data.AgendaItems.Count);
        Assert.Contains(data.Files, f => f.ContentType == "application/pdf");
        Assert.True(data.Time > TimeProvider.System.GetUtcNow());
        foreach (var file in data.Files)
        {
            var bytes = await cluster.Attendee.GetByteArrayAsync(file.Mirrors![0]);
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(s_folder, file.Path)), bytes);
        }

        var track = (await cluster.Attendee.GetContractAsync<Page<Track>>(Routes.Tracks)).Items[0];
        Assert.NotNull(track.Audio);
        var album = (await cluster.Attendee.GetContractAsync<Page<Album>>(Routes.Albums)).Items.Single();
        Assert.Equal(2, album.TrackCount);
        Assert.NotNull(album.Artwork.Cover);
        var series = (await cluster.Attendee.GetContractAsync<Page<Series>>(Routes.Series)).Items.Single();
        Assert.Equal(album.Artwork.Cover.Sha256, series.Artwork.Cover?.Sha256);
    }

    [Fact]
    public async Task Sample_DoesNotComeBack_OnceItIsDeleted()
    {
        await using var cluster = await TestCluster.StartAsync(nodes: 0, ("SAMPLE_DIR", s_folder));
        await WaitForSampleAsync(cluster);
        await cluster.Admin.DeleteAsync($"{Routes.Meetings}/sample");
        await RestartAsync(cluster);
        Assert.Equal(0, await CountAsync(cluster));
    }

    [Fact]
    public async Task Sample_StaysAway_WhereThereWasAMeetingBefore()
    {
        await using var cluster = await TestCluster.StartAsync(nodes: 0);
        var meeting = await cluster.Admin.CreateMeetingAsync();
        await cluster.Admin.DeleteAsync($"{Routes.Meetings}/{meeting.Id}");
        cluster.ApiSettings["SAMPLE_DIR"] = s_folder;
        await RestartAsync(cluster);
        Assert.Equal(0, await CountAsync(cluster));
    }

    [Fact]
    public async Task Start_IsRefused_WhenTheFolderHoldsNoSample()
    {
        var error = await Assert.ThrowsAsync<InvalidSettingsException>(
            () => TestCluster.StartAsync(nodes: 0, ("SAMPLE_DIR", Path.GetTempPath())));
        Assert.Equal("SAMPLE_DIR", Assert.Single(error.Errors).Name);
    }

    [Fact]
    public async Task ControlPlane_GoesOn_WhenAFileOfTheSampleCannotBeRead()
    {
        var folder = Directory.CreateTempSubdirectory("mc-sample-");
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "meeting.json"),
                """{"title":"Sample","in_days":1,"hour_utc":9,"agenda":[],"files":["paper.pdf"]}""");
            // What even root may not read as a file.
            folder.CreateSubdirectory("paper.pdf");
            await using var cluster = await TestCluster.StartAsync(instances: 1, nodes: 0, ("SAMPLE_DIR", folder.FullName));
            await WhenLookedAsync(cluster);
            Assert.Equal(0, await CountAsync(cluster));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RestartAsync(TestCluster cluster)
    {
        await cluster.Api.StopAsync();
        await cluster.Api.StartAsync();
        await WhenLookedAsync(cluster);
    }

    private static async Task WhenLookedAsync(TestCluster cluster)
    {
        // The import is a service of the background: its own end tells that it has looked.
        var import = cluster.Api.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>()
            .OfType<MeetingCloud.Api.Sample.SampleImport>().Single();
        await import.ExecuteTask!.WaitAsync(TestCluster.Patience);
    }

    private static Task WaitForSampleAsync(TestCluster cluster) => Eventually.BecomesTrueAsync(
        async () => await CountAsync(cluster) == 1, TestCluster.Patience, "the sample is there");

    private static async Task<int> CountAsync(TestCluster cluster) =>
        (await cluster.Admin.GetContractAsync<Page<MeetingSummary>>(Routes.Meetings)).Total;
}
