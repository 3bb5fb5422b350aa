using MeetingCloud.Api.Data;

namespace MeetingCloud.Api.Monitoring.Events;

/// <summary>
/// Writes events as they come, those that come together in one transaction. While the database is away they wait: an outage that takes
/// nodes along is the one that people look up later.
/// </summary>
internal sealed class NodeEventWriter(
    NodeEvents events, NodeEventStore store, TimeProvider time, ILogger<NodeEventWriter> logger) : BackgroundService
{
    private const int Batch = 500;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        events.Complete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not under the token: what is there when the service stops is still written.
        while (await events.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var batch = new List<NodeEventRow>();
            while (batch.Count < Batch && events.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            while (!await TryWriteAsync(batch, stoppingToken))
            {
                await Task.Delay(s_pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <returns>False where it is worth another try.</returns>
    private async Task<bool> TryWriteAsync(List<NodeEventRow> batch, CancellationToken stoppingToken)
    {
        try
        {
            await store.AppendAsync(batch, CancellationToken.None);
        }
        catch (Exception e) when (DatabaseFailure.IsUnavailable(e) && !stoppingToken.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A history with a gap is better than a control plane that stops over it.
            Log.NotWritten(logger, batch.Count, e.Message);
        }

        return true;
    }
}
