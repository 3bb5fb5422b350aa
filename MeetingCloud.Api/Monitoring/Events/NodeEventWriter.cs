using System.Data.Common;
using MeetingCloud.Api.Data;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Monitoring.Events;

/// <summary>Writes events as they come, those that come together in one transaction.</summary>
internal sealed class NodeEventWriter(NodeEvents events, NodeEventStore store, ILogger<NodeEventWriter> logger) : BackgroundService
{
    private const int Batch = 500;

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

            try
            {
                await store.AppendAsync(batch, CancellationToken.None);
            }
            catch (Exception e) when (e is DbException or DbUpdateException || DatabaseFailure.IsUnavailable(e))
            {
                // A history with a gap is better than a control plane that stops over it.
                Log.NotWritten(logger, batch.Count, e.Message);
            }
        }
    }
}
