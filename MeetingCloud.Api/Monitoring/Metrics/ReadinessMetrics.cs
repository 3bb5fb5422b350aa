using System.Diagnostics.Metrics;
using MeetingCloud.Api.Data;
using MeetingCloud.Contracts;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Monitoring.Metrics;

/// <summary>Readiness of the active meetings as gauges, looked at every <see cref="Interval"/> while anybody collects them.</summary>
internal sealed class ReadinessMetrics : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Readiness _readiness;
    private readonly IDbContextFactory<MeetingDb> _databases;
    private readonly TimeProvider _time;
    private readonly ILogger<ReadinessMetrics> _logger;
    private readonly Instrument _meetings;
    private volatile ReadinessSample? _latest;

    public ReadinessMetrics(
        IMeterFactory meters, Readiness readiness, IDbContextFactory<MeetingDb> databases, TimeProvider time, ILogger<ReadinessMetrics> logger)
    {
        _readiness = readiness;
        _databases = databases;
        _time = time;
        _logger = logger;
        var meter = meters.Create(ControlPlaneMeter.Name);
        _meetings = meter.CreateObservableGauge(
            "meetingcloud.meetings", Count, "{meeting}", "Active meetings, by how many active nodes hold their current version.");
        meter.CreateObservableGauge(
            "meetingcloud.sync.lag", Lag, "s", "How long some active meeting has been waiting for every active node; 0 while none waits.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        do
        {
            _latest = _meetings.Enabled ? await LookAsync(stoppingToken) : null;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<ReadinessSample?> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await _databases.CreateDbContextAsync(cancellationToken);
            var active = await db.Meetings.AsNoTracking().Where(m => m.Status == MeetingStatus.Active)
                .Select(m => new ActiveVersion(m.Id, m.Version)).ToListAsync(cancellationToken);
            return _readiness.Look(active);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A gap says that nothing is known; that the database is away, its health check says.
            if (_latest is not null)
            {
                Log.NotMeasured(_logger, "meetingcloud.meetings", exception.Message);
            }

            return null;
        }
    }

    private IEnumerable<Measurement<int>> Count() => _latest is not { } sample
        ? []
        : [Of(sample.None, "none"), Of(sample.Some, "some"), Of(sample.All, "all")];

    private IEnumerable<Measurement<double>> Lag() => _latest is { } sample ? [new(sample.Lag.TotalSeconds)] : [];

    private static Measurement<int> Of(int count, string nodes) => new(count, new KeyValuePair<string, object?>("meetingcloud.meeting.ready_on", nodes));
}
