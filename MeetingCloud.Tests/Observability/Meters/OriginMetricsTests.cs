using MeetingCloud.Tests.Storage.Origins.Support;

namespace MeetingCloud.Tests.Observability.Meters;

public sealed class OriginMetricsTests
{
    [Fact]
    public async Task Server_TellsItsStateItsBudgetAndItsSlots()
    {
        // Other tests have pools too, and meters are the process's.
        var id = $"metered-{Guid.NewGuid():N}";
        await using var pool = new PoolFixture(1, (server, _) => server with { Id = id, RequestsPerWindow = 600, MaxConcurrent = 7 });
        Assert.Equal("healthy", State(id));
        Assert.Equal(600, Value(id, "origin.budget.limit"));
        Assert.Equal(0, Value(id, "origin.budget.used"));
        Assert.Equal(7, Value(id, "origin.requests.limit"));

        await pool.StoreAsync(new TextBlob(1));
        Assert.True(Value(id, "origin.budget.used") > 0);

        pool.Servers[0].IsEnabled = false;
        Assert.Equal("disabled", State(id));
    }

    [Fact]
    public async Task Budget_IsNotTold_WhereAServerHasNone()
    {
        var id = $"metered-{Guid.NewGuid():N}";
        await using var pool = new PoolFixture(1, (server, _) => server with { Id = id });
        Assert.DoesNotContain(Of(id), point => point.Name.StartsWith("origin.budget", StringComparison.Ordinal));
    }

    private static string State(string id)
    {
        var states = Of(id).Where(point => point.Name == "origin.status").ToList();
        Assert.Equal(5, states.Count);
        return Assert.Single(states, point => point.Value == 1).Tags.Split("origin.state=")[1];
    }

    private static double Value(string id, string name) => Assert.Single(Of(id), point => point.Name == name).Value;

    private static IEnumerable<MeterPoint> Of(string id) => MeterReading.Read(instrument => instrument.Meter.Name == "MeetingCloud.Origins")
        .Where(point => point.Tags.Contains($"origin.server={id}", StringComparison.Ordinal));
}
