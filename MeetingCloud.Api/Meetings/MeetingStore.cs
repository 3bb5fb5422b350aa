using MeetingCloud.Api.Data;
using MeetingCloud.Api.Http;
using MeetingCloud.Api.Sync;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Meetings;

/// <summary>
/// The one way to change a meeting: every change adds 1 to its version and writes its event in the same transaction.
/// </summary>
internal sealed class MeetingStore(WriteGate gate, ChangeSignal changes, TimeProvider time)
{
    public async Task<MeetingRow> CreateAsync(MeetingRequest request, CancellationToken cancellationToken)
    {
        MeetingValidation.Check(request);
        var now = time.GetUtcNow();
        var row = new MeetingRow
        {
            Id = Ids.New(),
            Title = request.Title!.Trim(),
            Time = request.Time!.Value,
            Intro = request.Intro,
            Status = request.Status ?? MeetingStatus.Draft,
            AccessCode = NullIfEmpty(request.AccessCode),
            Version = 1,
            CreatedAt = now,
            UpdatedAt = now,
        };
        await RunAsync(
            async db =>
            {
                db.Add(row);
                AddChange(db, row, MeetingActions.Created);
                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
        return row;
    }

    /// <summary>Adds a meeting whole, with its agenda and files, unless there has ever been one.</summary>
    /// <param name="create">May run again when another instance was faster.</param>
    public Task AddFirstAsync(Func<MeetingRow> create, CancellationToken cancellationToken) => RunAsync(
        async db =>
        {
            if (await IsFirstAsync(db, cancellationToken))
            {
                var row = create();
                db.Add(row);
                AddChange(db, row, MeetingActions.Created);
                await db.SaveChangesAsync(cancellationToken);
            }
        },
        cancellationToken);

    /// <summary>Whether there has never been a meeting: each leaves its trace in the outbox, of which the newest row always stays.</summary>
    public static async Task<bool> IsFirstAsync(MeetingDb db, CancellationToken cancellationToken) =>
        !await db.Changes.AnyAsync(cancellationToken) && !await db.Meetings.AnyAsync(cancellationToken);

    /// <summary>Replaces title, time, intro and access code; the status too where it is given.</summary>
    public Task<MeetingRow> ReplaceAsync(string id, MeetingRequest request, Precondition condition, CancellationToken cancellationToken)
    {
        MeetingValidation.Check(request);
        return ChangeAsync(
            id,
            condition,
            (_, row) =>
            {
                row.Title = request.Title!.Trim();
                row.Time = request.Time!.Value;
                row.Intro = request.Intro;
                row.Status = request.Status ?? row.Status;
                row.AccessCode = NullIfEmpty(request.AccessCode);
                return Task.FromResult(true);
            },
            cancellationToken);
    }

    /// <summary>Deletes the meeting, with its agenda and files.</summary>
    /// <param name="id">The meeting.</param>
    /// <param name="condition">What the meeting's version must be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task DeleteAsync(string id, Precondition condition, CancellationToken cancellationToken) => RunAsync(
        async db =>
        {
            var row = await FindAsync(db, id, condition, cancellationToken);
            db.Remove(row);
            row.Version++;
            AddChange(db, row, MeetingActions.Deleted);
            await db.SaveChangesAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>Runs <paramref name="change"/> on the meeting; where it says that it changed nothing, nothing is written.</summary>
    /// <param name="id">The meeting.</param>
    /// <param name="condition">What the meeting's version must be.</param>
    /// <param name="change">May run again when another instance was faster.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<MeetingRow> ChangeAsync(
        string id, Precondition condition, Func<MeetingDb, MeetingRow, Task<bool>> change, CancellationToken cancellationToken)
    {
        MeetingRow? row = null;
        await RunAsync(
            async db =>
            {
                row = await FindAsync(db, id, condition, cancellationToken);
                if (await change(db, row))
                {
                    row.Version++;
                    row.UpdatedAt = time.GetUtcNow();
                    AddChange(db, row, MeetingActions.Updated);
                    await db.SaveChangesAsync(cancellationToken);
                }
            },
            cancellationToken);
        return row!;
    }

    public static ProblemException NotFound(string id) => new(Problem.NotFound($"There is no meeting '{id}'."));

    private static async Task<MeetingRow> FindAsync(MeetingDb db, string id, Precondition condition, CancellationToken cancellationToken)
    {
        var row = await db.Meetings.FirstOrDefaultAsync(m => m.Id == id, cancellationToken) ?? throw NotFound(id);
        condition.Check("meeting", row.Version);
        return row;
    }

    private async Task RunAsync(Func<MeetingDb, Task> work, CancellationToken cancellationToken)
    {
        await gate.WriteAsync(work, cancellationToken);
        changes.Raise();
    }

    private void AddChange(MeetingDb db, MeetingRow row, string action) => db.Add(new ChangeRow
    {
        MeetingId = row.Id,
        Version = row.Version,
        Action = action,
        At = time.GetUtcNow(),
    });

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
