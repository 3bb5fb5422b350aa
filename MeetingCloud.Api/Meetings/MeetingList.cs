using MeetingCloud.Api.Data;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace MeetingCloud.Api.Meetings;

/// <summary>
/// The list of meetings, made to be polled. Every change of any meeting, its end included, writes a row in the outbox of changes; the
/// newest of them is the list's entity tag, so that "nothing new" costs one look at the end of an index.
/// </summary>
internal sealed class MeetingList(IDbContextFactory<MeetingDb> databases)
{
    /// <summary>Writes the entity tag, and either 304 or the page.</summary>
    public async Task<IResult> AnswerAsync(HttpContext context, MeetingFilter filter, Paging paging)
    {
        var cancellationToken = context.RequestAborted;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var meetings = filter.Apply(db.Meetings.AsNoTracking());
        var sorted = filter.Sort(meetings);

        // Read before the meetings: if one changes in between, the tag is older than the page and the next poll reads it again.
        var tag = await TagAsync(db, filter.DependsOnTime ? meetings : null, cancellationToken);
        var headers = context.Response.GetTypedHeaders();
        headers.ETag = tag;
        headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var total = await meetings.CountAsync(cancellationToken);
        var page = await paging.TakeAsync(
            sorted.Select(m => new { m.Id, m.Title, m.Time, m.Status, m.Version, m.UpdatedAt }), cancellationToken);

        // A query of its own: in the first, the files of all meetings would be counted before they are sorted.
        var ids = page.ConvertAll(m => m.Id);
        var files = await db.Files.Where(f => ids.Contains(f.MeetingId))
            .GroupBy(f => f.MeetingId)
            .Select(g => new { g.Key, Count = g.Count(), Bytes = g.Sum(f => f.Size) })
            .ToDictionaryAsync(g => g.Key, StringComparer.Ordinal, cancellationToken);
        return TypedResults.Ok(paging.Of(
            page.ConvertAll(m =>
            {
                files.TryGetValue(m.Id, out var sum);
                return new MeetingSummary(m.Id, m.Title, m.Time, m.Status, m.Version, m.UpdatedAt, sum?.Count ?? 0, sum?.Bytes ?? 0);
            }),
            total));
    }

    // The time as well: a database restored from a backup gives the same ids out again.
    private static async Task<EntityTagHeaderValue> TagAsync(
        MeetingDb db, IQueryable<MeetingRow>? counted, CancellationToken cancellationToken)
    {
        var newest = await db.Changes.OrderByDescending(c => c.Id).Select(c => new { c.Id, c.At }).FirstOrDefaultAsync(cancellationToken);
        var count = counted is null ? "" : FormattableString.Invariant($"-{await counted.CountAsync(cancellationToken)}");
        return new EntityTagHeaderValue(FormattableString.Invariant($"\"{newest?.Id}-{newest?.At.UtcTicks:x}{count}\""), isWeak: true);
    }
}
