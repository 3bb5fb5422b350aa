using System.Collections.Concurrent;
using MeetingCloud.Api.Data;
using MeetingCloud.Api.Http;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Origins;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Origins;

/// <summary>What an admin chose for each server, kept from start to start, and whether an id still means the account that it meant.</summary>
internal sealed class OriginServers(
    OriginPool pool, IDbContextFactory<MeetingDb> databases, WriteGate gate, TimeProvider time, ILogger<OriginServers> logger) : IDisposable
{
    /// <summary>Whoever reads the choices takes them over before another reads them: else an older reading could come after a newer one.</summary>
    private readonly SemaphoreSlim _reading = new(1, 1);

    /// <summary>When each server's choice was made that this instance knows of.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);

    /// <summary>Takes over what was chosen before.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken) => await gate.WriteAsync(
        async db =>
        {
            var rows = await db.WebdavServers.ToDictionaryAsync(row => row.Id, StringComparer.Ordinal, cancellationToken);
            foreach (var server in pool.Servers)
            {
                var account = AccountOf(server);
                if (!rows.TryGetValue(server.Id, out var row))
                {
                    db.Add(new WebdavServerRow { Id = server.Id, Account = account, UpdatedAt = time.GetUtcNow() });
                    continue;
                }

                server.IsEnabled = row.Enabled ?? server.Options.Enabled;
                if (row.Account != account)
                {
                    var copies = await db.BlobCopies.CountAsync(c => c.WebdavServerId == server.Id, cancellationToken);
                    if (copies > 0)
                    {
                        logger.AccountChanged(server.Id, row.Account, account, copies);
                    }

                    row.Account = account;
                    row.UpdatedAt = time.GetUtcNow();
                }
            }

            foreach (var gone in rows.Keys.Where(id => pool.Find(id) is null))
            {
                var copies = await db.BlobCopies.CountAsync(c => c.WebdavServerId == gone, cancellationToken);
                if (copies > 0)
                {
                    logger.ServerGone(gone, copies);
                }
            }

            await db.SaveChangesAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>What other instances' admins chose since.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            Take(await db.WebdavServers.AsNoTracking().ToListAsync(cancellationToken));
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Lets a server take new files, or not.</summary>
    /// <param name="enabled">Null to turn it round.</param>
    /// <exception cref="ProblemException">409: it is the last one in service.</exception>
    public async Task SetEnabledAsync(OriginServer server, bool? enabled, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            List<WebdavServerRow> rows = [];
            await gate.WriteAsync(
                async db =>
                {
                    // One admin at a time, whichever instance was asked: each sees what the last one chose.
                    rows = await db.WebdavServers.ToListAsync(cancellationToken);
                    Take(rows);
                    var value = enabled ?? !server.IsEnabled;
                    if (!value && pool.Servers.All(other => other == server || !other.IsEnabled))
                    {
                        throw new ProblemException(Problem.Conflict($"'{server.Id}' is the last server in service: no file could be stored."));
                    }

                    if (rows.Find(row => row.Id == server.Id) is not { } row)
                    {
                        row = new WebdavServerRow { Id = server.Id, Account = AccountOf(server), UpdatedAt = time.GetUtcNow() };
                        db.Add(row);
                        rows.Add(row);
                    }

                    row.Enabled = value;
                    row.UpdatedAt = time.GetUtcNow();
                    await db.SaveChangesAsync(cancellationToken);
                },
                cancellationToken);
            Take(rows);
        }
        finally
        {
            _reading.Release();
        }

        logger.Toggled(server.Id, server.IsEnabled);
    }

    public void Dispose() => _reading.Dispose();

    private void Take(IEnumerable<WebdavServerRow> rows)
    {
        foreach (var row in rows)
        {
            if (pool.Find(row.Id) is not { } server)
            {
                continue;
            }

            server.IsEnabled = row.Enabled ?? server.Options.Enabled;
            if (_seen.TryGetValue(row.Id, out var seen) && row.UpdatedAt != seen && server.IsEnabled)
            {
                // Whoever switches it on has mended it: every instance looks at it now, and not at the end of its own pause.
                server.Health.ProbeNow();
            }

            _seen[row.Id] = row.UpdatedAt;
        }
    }

    private static string AccountOf(OriginServer server) => $"{server.Options.Account.UserName} at {server.Options.Account.Url}";
}
