using System.Diagnostics.Metrics;
using MeetingCloud.Api.Origins.Reports;
using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Monitoring.Metrics;

/// <summary>
/// How the files stand in the origin pool, counted in the database every <see cref="Interval"/> while anybody collects it.
/// </summary>
internal sealed class OriginFileMetrics : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly OriginReport? _report;
    private readonly TimeProvider _time;
    private readonly ILogger<OriginFileMetrics> _logger;
    private readonly Instrument _files;
    private volatile WebdavFiles? _latest;

    /// <param name="report">Null where there is no pool.</param>
    public OriginFileMetrics(IMeterFactory meters, TimeProvider time, ILogger<OriginFileMetrics> logger, OriginReport? report = null)
    {
        _report = report;
        _time = time;
        _logger = logger;
        _files = meters.Create(ControlPlaneMeter.Name).CreateObservableGauge(
            "origin.files", Count, "{file}", "Files by how their copies in the pool stand; suspect: copies that were found bad.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_report is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, _time);
        do
        {
            _latest = _files.Enabled ? await LookAsync(_report, stoppingToken) : null;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<WebdavFiles?> LookAsync(OriginReport report, CancellationToken cancellationToken)
    {
        try
        {
            return await report.FilesAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (_latest is not null)
            {
                Log.NotMeasured(_logger, "origin.files", exception.Message);
            }

            return null;
        }
    }

    private IEnumerable<Measurement<long>> Count() => _latest is not { } files
        ? []
        :
        [
            Of(files.Replicated, "replicated"),
            Of(files.Missing, "missing"),
            Of(files.Unplaced, "unplaced"),
            Of(files.Suspect, "suspect"),
        ];

    private static Measurement<long> Of(long count, string state) => new(count, new KeyValuePair<string, object?>("origin.file.state", state));
}
