using System.Net;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Databases;
using MeetingCloud.Tests.Support.Programs;

namespace MeetingCloud.Tests.Api.Data;

/// <summary>What users notice of a PostgreSQL server that goes away for a while.</summary>
public sealed class DatabaseOutageTests
{
    [ProgramFact(PostgresServer.Program)]
    public async Task ControlPlane_SaysThatTheDatabaseIsAway_AndIsBackWithIt()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using var cluster = await TestCluster.StartAsync(nodes: 1, ("DATABASE_URL", server.UrlOf("postgres")));
        var meeting = await cluster.Admin.CreateMeetingAsync();
        await cluster.Admin.UploadAsync(meeting.Id, "a.txt", [1, 2, 3]);
        await cluster.WaitUntilReadyAsync(meeting.Id, 1);

        await server.StopAsync();

        using (var read = await cluster.Attendee.GetAsync(Routes.MeetingData(meeting.Id)))
        {
            await IsUnavailableAsync(read);
        }

        using (var write = await cluster.Admin.PutAsync(Routes.MeetingFile(meeting.Id, "b.txt"), new ByteArrayContent([4])))
        {
            await IsUnavailableAsync(write);
        }

        using (var health = await cluster.Attendee.GetAsync("/health"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
            Assert.Contains("\"database\":", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using (var alive = await cluster.Attendee.GetAsync("/alive"))
        {
            Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        }

        await server.StartAsync();
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                using var health = await cluster.Attendee.GetAsync("/health");
                return health.IsSuccessStatusCode;
            },
            TestCluster.Patience,
            "the control plane is healthy again");

        // What was refused was not written, what is written now reaches the node: the background work goes on too.
        Assert.Equal(["a.txt"], (await cluster.Admin.GetContractAsync<Meeting>($"{Routes.Meetings}/{meeting.Id}")).Files.Select(f => f.Path));
        await cluster.Admin.UploadAsync(meeting.Id, "b.txt", [4]);
        await cluster.WaitUntilReadyAsync(meeting.Id, 1);
    }

    [ProgramFact(PostgresServer.Program)]
    public async Task ControlPlane_WaitsForTheDatabase_WhenItStartsFirst()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using var cluster = await TestCluster.StartAsync(nodes: 0, ("DATABASE_URL", server.UrlOf("postgres")));
        await cluster.Api.StopAsync();
        await server.StopAsync();

        var starting = cluster.Api.StartAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => starting.WaitAsync(TimeSpan.FromSeconds(1)));
        await server.StartAsync();

        await starting.WaitAsync(TestCluster.Patience);
        await cluster.Admin.CreateMeetingAsync();
    }

    [ProgramFact(PostgresServer.Program)]
    public async Task ControlPlane_IsUnavailable_WhenTheDatabaseDoesNotLetItIn()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await TestDatabase.ExecuteAsync(server.UrlOf("postgres"), "CREATE DATABASE meetings");
        await using var cluster = await TestCluster.StartAsync(nodes: 0, ("DATABASE_URL", server.UrlOf("meetings")));
        var meeting = await cluster.Admin.CreateMeetingAsync();

        await TestDatabase.ExecuteAsync(server.UrlOf("postgres"), "DROP DATABASE meetings WITH (FORCE)");

        using var read = await cluster.Attendee.GetAsync(Routes.MeetingData(meeting.Id));
        await IsUnavailableAsync(read);
        using var again = await cluster.Attendee.GetAsync(Routes.MeetingData(meeting.Id));
        await IsUnavailableAsync(again);
    }

    private static async Task IsUnavailableAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter?.Delta);
        Assert.Contains("The database cannot be used", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
