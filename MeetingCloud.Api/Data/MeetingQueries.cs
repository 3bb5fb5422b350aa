using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Data;

internal static class MeetingQueries
{
    /// <summary>A meeting with its agenda and files, all of one version and untracked; null where there is none.</summary>
    public static async Task<MeetingRow?> FindWholeAsync(this MeetingDb db, string id, CancellationToken cancellationToken)
    {
        var meetings = db.Meetings.AsNoTracking();
        while (true)
        {
            var meeting = await meetings
                .Include(m => m.Agenda).Include(m => m.Files).AsSplitQuery()
                .FirstOrDefaultAsync(m => m.Id == id, cancellationToken);

            // Three queries without a transaction, which would keep SQLite's one writer waiting: read again if one came in between.
            var now = await meetings.Where(m => m.Id == id).Select(m => (long?)m.Version).FirstOrDefaultAsync(cancellationToken);
            if (now == meeting?.Version)
            {
                return meeting;
            }
        }
    }
}
