using MeetingCloud.Api.Data;
using MeetingCloud.Tests.Support.Databases;
using MeetingCloud.Tests.Support.Programs;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Tests.Api.Data;

/// <summary>Writers of two instances on one PostgreSQL database.</summary>
[Collection(PostgresGroup.Name)]
public sealed class WriteGateTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(1);

    private TestDatabase _database = null!;
    private DatabaseInstance _one = null!;
    private DatabaseInstance _other = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.NewDatabaseAsync();
        _one = DatabaseInstance.Of(_database.Url);
        _other = DatabaseInstance.Of(_database.Url);
        await _one.UpgradeAsync();
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        await _database.DisposeAsync();
    }

    [ProgramFact(PostgresServer.Program)]
    public async Task Change_IsNotSeenBeforeOneWithALowerId()
    {
        // The first has its id, and takes its time to commit.
        var written = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var first = _one.Gate.WriteAsync(
            async db =>
            {
                db.Add(Change("first"));
                await db.SaveChangesAsync();
                written.SetResult();
                await goOn.Task;
            },
            CancellationToken.None);
        await written.Task;
        var second = AddAsync(_other, "second");

        // Seen now, the second would be the newest, and whoever reads on from there would never hear of the first.
        await Assert.ThrowsAsync<TimeoutException>(() => second.WaitAsync(s_moment));
        Assert.Empty(await ReadAsync());
        goOn.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal(["first", "second"], await ReadAsync());
    }

    [ProgramFact(PostgresServer.Program)]
    public async Task NoChange_IsLost_ToOneWhoReadsOnFromTheLastHeSaw_WhileManyWrite()
    {
        const int each = 100;
        var seen = new List<string>();
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(async () =>
        {
            var last = 0L;
            bool stopping;
            do
            {
                stopping = stop.IsCancellationRequested;
                await using var db = await _one.OpenAsync();
                foreach (var change in await db.Changes.Where(c => c.Id > last).OrderBy(c => c.Id).ToListAsync())
                {
                    last = change.Id;
                    seen.Add(change.MeetingId);
                }
            }
            while (!stopping);
        });
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                await AddAsync(writer % 2 == 0 ? _one : _other, $"{writer}-{i}");
            }
        }));
        await Task.WhenAll(writers);
        await stop.CancelAsync();
        await reader;

        Assert.Equal(8 * each, seen.Distinct(StringComparer.Ordinal).Count());
    }

    [ProgramFact(PostgresServer.Program)]
    public async Task WhatIsReadInTheGate_HoldsUntilItIsLeft_WhateverInstanceWrites()
    {
        // As "at most one migration at a time" and "news of a node once" are written: look, then write.
        var looked = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var first = AddIfNoneAsync(_one, async () =>
        {
            looked.SetResult();
            await goOn.Task;
        });
        await looked.Task;
        var second = AddIfNoneAsync(_other, () => Task.CompletedTask);

        await Assert.ThrowsAsync<TimeoutException>(() => second.WaitAsync(s_moment));
        goOn.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal(["only"], await ReadAsync());
    }

    [ProgramFact(PostgresServer.Program)]
    public async Task NothingIsWritten_WhenTheWorkFails()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _one.Gate.WriteAsync(
            async db =>
            {
                db.Add(Change("half"));
                await db.SaveChangesAsync();
                throw new InvalidOperationException();
            },
            CancellationToken.None));

        Assert.Empty(await ReadAsync());
        await AddAsync(_other, "whole").WaitAsync(TimeSpan.FromSeconds(30));
    }

    [ProgramFact(PostgresServer.Program)]
    public async Task Work_RunsAgain_WhenARowThatItAddsCameFromElsewhereMeanwhile()
    {
        var attempts = 0;
        await _one.Gate.WriteAsync(
            async db =>
            {
                if (await db.Meetings.AnyAsync(m => m.Id == "m"))
                {
                    return;
                }

                if (attempts++ == 0)
                {
                    // Past the gate, as nobody should.
                    await using var past = await _other.OpenAsync();
                    past.Add(SchemaSteps.NewMeeting("m"));
                    await past.SaveChangesAsync();
                }

                db.Add(SchemaSteps.NewMeeting("m"));
                await db.SaveChangesAsync();
            },
            CancellationToken.None);

        Assert.Equal(1, attempts);
    }

    private static ChangeRow Change(string meeting) => new() { MeetingId = meeting, Version = 1, Action = "updated", At = DateTimeOffset.UnixEpoch };

    private static Task AddAsync(DatabaseInstance instance, string meeting) => instance.Gate.WriteAsync(
        async db =>
        {
            db.Add(Change(meeting));
            await db.SaveChangesAsync();
        },
        CancellationToken.None);

    private static Task AddIfNoneAsync(DatabaseInstance instance, Func<Task> between) => instance.Gate.ExclusivelyAsync(
        async db =>
        {
            if (!await db.Changes.AnyAsync())
            {
                await between();
                db.Add(Change("only"));
                await db.SaveChangesAsync();
            }
        },
        CancellationToken.None);

    private async Task<List<string>> ReadAsync()
    {
        await using var db = await _one.OpenAsync();
        return await db.Changes.OrderBy(c => c.Id).Select(c => c.MeetingId).ToListAsync();
    }
}
