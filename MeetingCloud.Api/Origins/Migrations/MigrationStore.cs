using System.Linq.Expressions;
using System.Text.Json;
using MeetingCloud.Api.Data;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Origins;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Origins.Migrations;

/// <summary>Migrations in the database.</summary>
internal sealed class MigrationStore(
    OriginPool pool, MigrationPlanner planner, IDbContextFactory<MeetingDb> databases, WriteGate gate, TimeProvider time)
{
    private const int Batch = 1000;
    private const int ShownFailures = 100;
    private const int ShownMigrations = 50;

    /// <summary>Recording the largest plan takes minutes.</summary>
    private static readonly TimeSpan s_abandoned = TimeSpan.FromHours(1);
    private static readonly MigrationState[] s_active = [MigrationState.Pending, MigrationState.Running];

    /// <summary>What a migration would do.</summary>
    public async Task<Migration> DryRunAsync(MigrationRequest request, CancellationToken cancellationToken)
    {
        var verify = Check(request);
        var cost = new MigrationCost(pool, verify);
        await foreach (var move in planner.PlanAsync(request.ServerId, cancellationToken))
        {
            cost.Add(move);
        }

        return new Migration(
            null, MigrationState.DryRun, verify, time.GetUtcNow(), null, null, null, cost.Plan(), new MigrationProgress(0, 0, 0, 0, 0), []);
    }

    /// <summary>Records a plan, to be carried out from now on.</summary>
    public async Task<Migration> CreateAsync(MigrationRequest request, CancellationToken cancellationToken)
    {
        var verify = Check(request);
        var cost = new MigrationCost(pool, verify);
        var moves = new List<PlannedMove>();
        await foreach (var move in planner.PlanAsync(request.ServerId, cancellationToken))
        {
            moves.Add(move);
            cost.Add(move);
        }

        var row = new MigrationRow
        {
            Id = Ids.New(),
            State = MigrationState.DryRun,
            VerifyContent = verify == MigrationVerification.Content,
            Plan = JsonSerializer.Serialize(cost.Plan(), ContractJson.Default.MigrationPlan),
            CreatedAt = time.GetUtcNow(),
        };

        try
        {
            await RecordAsync(row, moves, cancellationToken);
        }
        catch
        {
            await ForgetAsync(m => m.Id == row.Id);
            throw;
        }

        return await GetAsync(row.Id, cancellationToken);
    }

    public async Task<MigrationList> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Migrations.AsNoTracking().Where(m => m.State != MigrationState.DryRun)
            .OrderByDescending(m => m.CreatedAt).Take(ShownMigrations).ToListAsync(cancellationToken);
        var items = new List<Migration>(rows.Count);
        foreach (var row in rows)
        {
            items.Add(await ToContractAsync(db, row, cancellationToken));
        }

        return new MigrationList(items);
    }

    public async Task<Migration> GetAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var row = await db.Migrations.AsNoTracking().FirstOrDefaultAsync(m => m.Id == id, cancellationToken) ?? throw NotFound(id);
        return await ToContractAsync(db, row, cancellationToken);
    }

    /// <summary>Wants a migration to end. One that has ended already stays as it is.</summary>
    public async Task<Migration> CancelAsync(string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await gate.ExclusivelyAsync(
            async db =>
            {
                var row = await db.Migrations.FirstOrDefaultAsync(m => m.Id == id, cancellationToken) ?? throw NotFound(id);
                if (!s_active.Contains(row.State))
                {
                    throw new ProblemException(Problem.Conflict($"The migration has ended already: it is {Text(row.State)}."));
                }

                row.CancelRequested = true;
                if (row.State == MigrationState.Pending)
                {
                    row.State = MigrationState.Cancelled;
                    row.FinishedAt = now;
                }

                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
        return await GetAsync(id, cancellationToken);
    }

    // Other writers have their turns between the batches. Until all of it is there it is a plan that nobody carries out.
    private async Task RecordAsync(MigrationRow row, List<PlannedMove> moves, CancellationToken cancellationToken)
    {
        var abandoned = row.CreatedAt - s_abandoned;
        await ForgetAsync(m => m.CreatedAt < abandoned);
        await gate.ExclusivelyAsync(
            async db =>
            {
                await CheckNoneIsActiveAsync(db, cancellationToken);
                db.Add(row);
                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
        foreach (var batch in moves.Chunk(Batch))
        {
            await gate.ExclusivelyAsync(
                db =>
                {
                    db.AddRange(batch.Select(move => ToRow(row.Id, move)));
                    return db.SaveChangesAsync(cancellationToken);
                },
                cancellationToken);
        }

        await gate.ExclusivelyAsync(
            async db =>
            {
                await CheckNoneIsActiveAsync(db, cancellationToken);
                await db.Migrations.Where(m => m.Id == row.Id)
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, MigrationState.Pending), cancellationToken);
            },
            cancellationToken);
    }

    private static async Task CheckNoneIsActiveAsync(MeetingDb db, CancellationToken cancellationToken)
    {
        if (await db.Migrations.Where(m => s_active.Contains(m.State)).Select(m => m.Id).FirstOrDefaultAsync(cancellationToken) is { } other)
        {
            throw new ProblemException(Problem.Conflict($"The migration '{other}' is under way. Wait for its end, or cancel it."));
        }
    }

    /// <summary>Deletes plans of which not all was recorded.</summary>
    private async Task ForgetAsync(Expression<Func<MigrationRow, bool>> which)
    {
        try
        {
            await gate.ExclusivelyAsync(
                async db =>
                {
                    var plans = db.Migrations.Where(m => m.State == MigrationState.DryRun).Where(which);
                    await db.MigrationItems.Where(i => plans.Any(m => m.Id == i.MigrationId)).ExecuteDeleteAsync();
                    await plans.ExecuteDeleteAsync();
                },
                CancellationToken.None);
        }
        catch (Exception exception) when (DatabaseFailure.IsUnavailable(exception))
        {
            // The next one that is recorded does it.
        }
    }

    private MigrationVerification Check(MigrationRequest request)
    {
        if (request.ServerId is { } id && pool.Find(id) is null)
        {
            throw new ProblemException(Problem.Invalid("server_id", $"names no WebDAV server: '{id}'."));
        }

        return request.Verify ?? MigrationVerification.Size;
    }

    private static MigrationItemRow ToRow(string migrationId, PlannedMove move) => new()
    {
        MigrationId = migrationId,
        Sha256 = move.Blob.ToString(),
        Size = move.Size,
        TargetServerId = move.Target?.Id,
        SurplusCopyId = move.Surplus?.Id,
        SourceServerId = move.Surplus?.ServerId,
        State = MigrationItemState.Planned,
    };

    private static async Task<Migration> ToContractAsync(MeetingDb db, MigrationRow row, CancellationToken cancellationToken)
    {
        var items = db.MigrationItems.AsNoTracking().Where(i => i.MigrationId == row.Id);
        var states = await items
            .GroupBy(i => i.State)
            .Select(g => new { State = g.Key, Count = g.LongCount(), Bytes = g.Sum(i => i.MadeCopyId == null ? 0 : i.Size) })
            .ToListAsync(cancellationToken);
        var failures = await items.Where(i => i.State == MigrationItemState.Failed).OrderBy(i => i.Id).Take(ShownFailures)
            .Select(i => new MigrationFailure(i.Sha256, i.TargetServerId ?? i.SourceServerId, i.Error ?? ""))
            .ToListAsync(cancellationToken);
        return new Migration(
            row.Id,
            row.State,
            row.VerifyContent ? MigrationVerification.Content : MigrationVerification.Size,
            row.CreatedAt,
            row.StartedAt,
            row.FinishedAt,
            row.Error,
            JsonSerializer.Deserialize(row.Plan, ContractJson.Default.MigrationPlan)!,
            new MigrationProgress(
                states.Sum(s => s.Count),
                Count(MigrationItemState.Done),
                Count(MigrationItemState.Skipped),
                Count(MigrationItemState.Failed),
                states.Sum(s => s.Bytes)),
            failures);

        long Count(MigrationItemState state) => states.Where(s => s.State == state).Sum(s => s.Count);
    }

    private static string Text(MigrationState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    private static ProblemException NotFound(string id) => new(Problem.NotFound($"There is no migration '{id}'."));
}
