namespace MeetingCloud.Api.Uploads;

/// <summary>Deletes uploads that expire, and what is left of those that never came about. Each instance does; the disk tells what is free.</summary>
internal sealed class UploadSweeper(UploadStore uploads, UploadOptions options, TimeProvider time, ILogger<UploadSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = options.Expiry / 4;
        using var timer = new PeriodicTimer(interval < s_longest ? interval : s_longest, time);
        do
        {
            try
            {
                var count = await uploads.SweepAsync(stoppingToken);
                if (count > 0)
                {
                    Log.Expired(logger, count);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.SweepFailed(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
