using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Data;

/// <summary>Asks the database whether it can be worked with: nearly every request needs it.</summary>
internal sealed class DatabaseProbe(IDbContextFactory<MeetingDb> databases, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <returns>What is wrong; null where nothing is.</returns>
    public async Task<string?> LookAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await using var db = await databases.CreateDbContextAsync(either.Token);
            await db.Meetings.AnyAsync(either.Token);
            if (!await db.IsReadOnlyAsync(either.Token))
            {
                return null;
            }

            // Whoever only reads would not notice that the primary is elsewhere by now.
            db.DropConnections();
            return "takes no changes";
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return "does not answer";
        }
        catch (Exception e) when (DatabaseFailure.IsUnavailable(e))
        {
            return "out of reach";
        }
    }
}
