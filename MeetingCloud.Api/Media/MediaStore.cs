using MeetingCloud.Api.Data;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Media;

/// <summary>The one way to change series, albums and tracks: every change adds 1 to the version of what it changes.</summary>
internal sealed class MediaStore(WriteGate gate, TimeProvider time)
{
    /// <param name="create">Makes the row, given its id and the time; may look around in the database.</param>
    public async Task<T> AddAsync<T>(Func<MeetingDb, string, DateTimeOffset, Task<T>> create, CancellationToken cancellationToken)
        where T : MediaRow
    {
        T? row = null;
        await gate.WriteAsync(
            async db =>
            {
                row = await create(db, Ids.New(), time.GetUtcNow());
                db.Add(row);
                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
        return row!;
    }

    /// <summary>Runs <paramref name="change"/> on a row and its artwork; where it says that it changed nothing, nothing is written.</summary>
    /// <param name="condition">What the row's version must be.</param>
    /// <param name="change">May run again when another instance was faster.</param>
    /// <exception cref="ProblemException">404 or 412.</exception>
    public async Task<T> ChangeAsync<T>(
        string id, Precondition condition, Func<MeetingDb, T, Task<bool>> change, CancellationToken cancellationToken)
        where T : MediaRow, IMediaKind
    {
        T? row = null;
        await gate.WriteAsync(
            async db =>
            {
                row = await db.Set<T>().Include(m => m.Artworks).FirstOrDefaultAsync(m => m.Id == id, cancellationToken)
                    ?? throw NotFound<T>(id);
                condition.Check(T.Name, row.Version);
                if (await change(db, row))
                {
                    Touch(row);
                    await db.SaveChangesAsync(cancellationToken);
                }
            },
            cancellationToken);
        return row!;
    }

    /// <summary>Runs <paramref name="change"/> on each of the rows that are there, in one transaction.</summary>
    public async Task<BatchResult> ChangeAsync<T>(
        IReadOnlyList<string> ids, Func<MeetingDb, Task> check, Func<MeetingDb, T, bool> change, CancellationToken cancellationToken)
        where T : MediaRow
    {
        var outcomes = new Dictionary<string, BatchOutcome>(StringComparer.Ordinal);
        await gate.WriteAsync(
            async db =>
            {
                await check(db);
                outcomes.Clear();
                foreach (var row in await db.Set<T>().Include(m => m.Artworks).Where(m => ids.Contains(m.Id)).ToListAsync(cancellationToken))
                {
                    var changed = change(db, row);
                    outcomes[row.Id] = changed ? BatchOutcome.Updated : BatchOutcome.Unchanged;
                    if (changed)
                    {
                        Touch(row);
                    }
                }

                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
        return Result(ids, outcomes);
    }

    /// <summary>Deletes a row and, by the database's own cascades, all that belongs to it.</summary>
    /// <exception cref="ProblemException">404 or 412.</exception>
    public Task DeleteAsync<T>(string id, Precondition condition, CancellationToken cancellationToken)
        where T : MediaRow, IMediaKind => gate.WriteAsync(
        async db =>
        {
            var row = await db.Set<T>().FirstOrDefaultAsync(m => m.Id == id, cancellationToken) ?? throw NotFound<T>(id);
            condition.Check(T.Name, row.Version);
            db.Remove(row);
            await db.SaveChangesAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>The same for many, in one transaction. What is not there is no error.</summary>
    public async Task<BatchResult> DeleteAsync<T>(IReadOnlyList<string> ids, CancellationToken cancellationToken)
        where T : MediaRow
    {
        var outcomes = new Dictionary<string, BatchOutcome>(StringComparer.Ordinal);
        await gate.WriteAsync(
            async db =>
            {
                var rows = db.Set<T>().Where(m => ids.Contains(m.Id));
                var found = await rows.Select(m => m.Id).ToListAsync(cancellationToken);
                await rows.ExecuteDeleteAsync(cancellationToken);
                outcomes = found.ToDictionary(id => id, _ => BatchOutcome.Deleted, StringComparer.Ordinal);
            },
            cancellationToken);
        return Result(ids, outcomes);
    }

    public static ProblemException NotFound<T>(string id)
        where T : IMediaKind => new(Problem.NotFound($"There is no {T.Name} '{id}'."));

    private static BatchResult Result(IReadOnlyList<string> ids, Dictionary<string, BatchOutcome> outcomes)
    {
        var results = ids.Select(id => new BatchItem(id, outcomes.GetValueOrDefault(id, BatchOutcome.NotFound))).ToList();
        return new BatchResult(results.Count(r => r.Status is BatchOutcome.Deleted or BatchOutcome.Updated), results);
    }

    private void Touch(MediaRow row)
    {
        row.Version++;
        row.UpdatedAt = time.GetUtcNow();
    }
}
