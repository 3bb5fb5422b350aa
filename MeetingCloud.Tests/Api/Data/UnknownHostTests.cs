using System.Diagnostics.Metrics;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using MeetingCloud.Api.Data;
using MeetingCloud.Api.Monitoring.Metrics;
using MeetingCloud.Api.Nodes;
using MeetingCloud.Tests.Observability.Meters;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace MeetingCloud.Tests.Api.Data;

/// <summary>
/// A PostgreSQL server whose name does not resolve, as while a cluster's own resolver starts again. What comes of that the driver may hand
/// on as it is: no failure of a database by its type.
/// </summary>
public sealed class UnknownHostTests
{
    // Of a top-level domain that no resolver has anything for (RFC 6761, section 6.4).
    private const string Url = "postgresql://mc:secret@nowhere.invalid/mc";

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Database_IsUnavailable_WhenItsHostIsUnknown()
    {
        await using var db = TestDatabase.Open(Url);
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => db.Meetings.AnyAsync());
        Assert.True(DatabaseFailure.IsUnavailable(failure), failure.ToString());
    }

    [Fact]
    public void Database_IsUnavailable_WhenTheResolverDoesNotAnswerInTime() =>
        Assert.True(DatabaseFailure.IsUnavailable(new TimeoutException("The operation has timed out.")));

    [Fact]
    public void Database_IsNotBlamed_WhenItIsRedisThatDoesNotAnswer() =>
        // Its constructors are not the same in all versions of the client.
        Assert.False(DatabaseFailure.IsUnavailable((Exception)RuntimeHelpers.GetUninitializedObject(typeof(RedisTimeoutException))));

    [Fact]
    public Task Readiness_IsLookedAtAgain_WhenTheHostIsUnknown() => LooksAgainAsync(_ => TestDatabase.Open(Url));

    [Fact]
    public Task Readiness_IsLookedAtAgain_WhenTheResolverFails() =>
        LooksAgainAsync(count => throw (count == 1 ? (Exception)new SocketException((int)SocketError.TryAgain) : new TimeoutException()));

    private async Task LooksAgainAsync(Func<int, MeetingDb> open)
    {
        using var reading = new MeterReading();
        using var collector = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == reading.Factory)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        collector.Start();
        var registry = new NodeRegistry(new NodeOptions(TimeSpan.FromSeconds(60), "score", TimeSpan.FromHours(6)), _clock);
        var databases = new ScriptedDatabases(open);
        using var metrics = new ReadinessMetrics(
            reading.Factory, new Readiness(registry, _clock), databases, _clock, NullLogger<ReadinessMetrics>.Instance);

        await metrics.StartAsync(CancellationToken.None);
        for (var look = 0; look < 3; look++)
        {
            await databases.WhenAskedAsync();
            _clock.Advance(ReadinessMetrics.Interval);
        }

        await metrics.StopAsync(CancellationToken.None);
    }
}
