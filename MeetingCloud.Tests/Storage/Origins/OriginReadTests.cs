using System.Text;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.Origins.Health;
using MeetingCloud.Storage.WebDav;
using MeetingCloud.Tests.Storage.Origins.Support;
using MeetingCloud.Tests.Support.ScriptedHttp;

namespace MeetingCloud.Tests.Storage.Origins;

/// <summary>Reading from servers of which some fail.</summary>
public sealed class OriginReadTests
{
    private static readonly TextBlob s_blob = new(300_000);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(299_999)]
    [InlineData(300_000)]
    public async Task Blob_IsReadFromAnyOffset(int offset)
    {
        await using var fixture = new PoolFixture(2);
        await fixture.StoreCopiesAsync(s_blob, 2);

        Assert.Equal(s_blob.Text[offset..], await fixture.ReadAsync(s_blob, offset));
        Assert.Equal(0, fixture.Ranked(s_blob.Hash)[1].Count("GET"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(70_000)]
    public async Task Read_GoesOnAtTheOtherReplica_WhenABodyBreaksOff(int offset)
    {
        await using var fixture = new PoolFixture(2);
        await fixture.StoreCopiesAsync(s_blob, 2);
        var (first, second) = (fixture.Ranked(s_blob.Hash)[0], fixture.Ranked(s_blob.Hash)[1]);
        first.Fault = exchange => BreakOffAsync(exchange, upTo: 100_000);

        Assert.Equal(s_blob.Text[offset..], await fixture.ReadAsync(s_blob, offset));

        Assert.Equal(1, first.Count("GET"));
        Assert.Equal(100_000, ScriptedOrigin.OffsetOf(Assert.Single(second.Requests, request => request.Method == "GET")));
        Assert.All(fixture.Catalog.Copies, copy => Assert.Equal(OriginCopyState.Stored, copy.State));
    }

    [Fact]
    public async Task WaitForARead_LastsUntilTheBackgroundHasRequestsAgain_AndSpendsNone()
    {
        await using var fixture = new PoolFixture(1, (server, _) => server with { RequestsPerWindow = 4 });
        var copy = new OriginCopy("c1", "server1", PartSize: 0, OriginCopyState.Stored);
        await fixture.Catalog.AddAsync(s_blob.Hash, s_blob.Length, copy, isWanted: null, CancellationToken.None);
        for (var i = 0; i < 2; i++)
        {
            (await OriginTurn.TakeAsync(fixture.Servers, OriginPriority.Migration, CancellationToken.None)).Dispose();
        }

        var start = fixture.Clock.GetTimestamp();
        await Assert.ThrowsAsync<OriginBusyException>(() => WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.InRange(fixture.Clock.GetElapsedTime(start), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1));
        await WaitAsync(Timeout.InfiniteTimeSpan);
        Assert.InRange(fixture.Clock.GetElapsedTime(start), TimeSpan.FromMinutes(2), TimeSpan.FromHours(1));

        // What was waited for is still there, at once.
        start = fixture.Clock.GetTimestamp();
        await WaitAsync(Timeout.InfiniteTimeSpan);
        Assert.InRange(fixture.Clock.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Empty(fixture.Origins[0].Requests);

        Task WaitAsync(TimeSpan patience) =>
            fixture.RunAsync(fixture.Pool.WaitForReadAsync(s_blob.Hash, OriginPriority.Migration, patience, CancellationToken.None));
    }

    [Fact]
    public async Task Read_SkipsWhatItHas_WhenTheOtherReplicaKnowsNoRanges()
    {
        await using var fixture = new PoolFixture(2);
        await fixture.StoreCopiesAsync(s_blob, 2);
        fixture.Ranked(s_blob.Hash)[0].Fault = exchange => BreakOffAsync(exchange, upTo: 123_456);
        fixture.Ranked(s_blob.Hash)[1].Answer("GET", "200 OK", "", s_blob.Text);

        Assert.Equal(s_blob.Text, await fixture.ReadAsync(s_blob));
    }

    [Fact]
    public async Task Read_CrawlsAcross_WhenEveryServerBreaksOffAgainAndAgain()
    {
        await using var fixture = new PoolFixture(2);
        await fixture.StoreCopiesAsync(s_blob, 2);
        fixture.StartMonitor();
        foreach (var origin in fixture.Origins)
        {
            origin.Fault = exchange => BreakOffAsync(exchange, upTo: (ScriptedOrigin.OffsetOf(exchange.Request) ?? 0) + 40_000);
        }

        Assert.Equal(s_blob.Text, await fixture.ReadAsync(s_blob));
    }

    public static TheoryData<string, string, WebDavFailure?> Answers => new()
    {
        { "500 Internal Server Error", "", null },
        { "429 Too Many Requests", "Retry-After: 7\r\n", WebDavFailure.Throttled },
        { "503 Service Unavailable", "", WebDavFailure.Throttled },
        { "401 Unauthorized", "", WebDavFailure.Credentials },
        { "507 Insufficient Storage", "", WebDavFailure.Full },
        { "302 Found", "Location: http://127.0.0.1:1/\r\n", null },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Read_GoesToTheOtherReplica_WhenAServerRefuses(string status, string headers, WebDavFailure? expected)
    {
        await using var fixture = new PoolFixture(2);
        await fixture.StoreCopiesAsync(s_blob, 2);
        fixture.Ranked(s_blob.Hash)[0].Answer("GET", status, headers, "<d:error xmlns:d=\"DAV:\" xmlns:s=\"x\"><s:exception>BlockedTemporarily</s:exception></d:error>"
            .Replace("BlockedTemporarily", status.StartsWith("503", StringComparison.Ordinal) ? "BlockedTemporarily" : "Other", StringComparison.Ordinal));

        Assert.Equal(s_blob.Text, await fixture.ReadAsync(s_blob));

        var condition = fixture.Pool.Rank(s_blob.Hash)[0].Health.Condition;
        Assert.Equal(expected, condition.Failure);
        Assert.Equal(expected == WebDavFailure.Full || expected is null, fixture.Pool.Rank(s_blob.Hash)[0].Health.IsUsable);
    }

    [Fact]
    public async Task Read_GoesToTheOtherReplica_WhenAServerHangs_BeforeItsHeadersOrInMidBody()
    {
        await using var fixture = new PoolFixture(2);
        await fixture.StoreCopiesAsync(s_blob, 2);
        var first = fixture.Ranked(s_blob.Hash)[0];
        first.Hang("GET");
        Assert.Equal(s_blob.Text, await fixture.ReadAsync(s_blob));
        Assert.Equal(WebDavFailure.TimedOut, fixture.Pool.Rank(s_blob.Hash)[0].Health.Condition.Failure);

        await using var other = new PoolFixture(2);
        await other.StoreCopiesAsync(s_blob, 2);
        first = other.Ranked(s_blob.Hash)[0];
        first.Fault = async exchange =>
        {
            await ScriptedOrigin.SendAsync(exchange, s_blob.Text, upTo: 50_000);
            await first.HangAsync(exchange);
            return true;
        };
        Assert.Equal(s_blob.Text, await other.ReadAsync(s_blob));
        Assert.Equal(WebDavFailure.TimedOut, other.Pool.Rank(s_blob.Hash)[0].Health.Condition.Failure);
    }

    [Fact]
    public async Task Server_ThatBreaksOffEachBody_IsPaused_AndTheMonitorSaysWhy()
    {
        await using var fixture = new PoolFixture(2);
        await fixture.StoreCopiesAsync(s_blob, 2);
        fixture.Ranked(s_blob.Hash)[0].Fault = exchange => BreakOffAsync(exchange, upTo: 1000);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(s_blob.Text, await fixture.ReadAsync(s_blob));
        }

        var condition = fixture.Pool.Rank(s_blob.Hash)[0].Health.Condition;
        Assert.Equal((OriginState.Paused, WebDavFailure.Truncated), (condition.State, condition.Failure));
    }

    [Theory]
    [InlineData("404 Not Found", "")]
    [InlineData("200 OK", "too short")]
    [InlineData("416 Range Not Satisfiable", "")]
    public async Task Copy_IsSuspect_WhenItsServerHasLostOrMangledIt(string status, string body)
    {
        await using var fixture = new PoolFixture(2);
        await fixture.StoreCopiesAsync(s_blob, 2);
        fixture.Ranked(s_blob.Hash)[0].Answer("GET", status, "", body);

        Assert.Equal(s_blob.Text[5..], await fixture.ReadAsync(s_blob, 5));
        Assert.Equal([OriginCopyState.Suspect, OriginCopyState.Stored], fixture.Catalog.Copies.Select(copy => copy.State));

        // Until it is replaced, nobody asks for it.
        Assert.Equal(s_blob.Text, await fixture.ReadAsync(s_blob));
        Assert.Equal(1, fixture.Ranked(s_blob.Hash)[0].Count("GET"));
    }

    [Fact]
    public async Task SuspectCopy_IsTheLastResort()
    {
        await using var fixture = new PoolFixture(2);
        var copies = await fixture.StoreCopiesAsync(s_blob, 2);
        await fixture.Catalog.SetStateAsync(copies[0].Id, OriginCopyState.Suspect, CancellationToken.None);
        fixture.Ranked(s_blob.Hash)[1].Answer("GET", "500 Internal Server Error");

        Assert.Equal(s_blob.Text, await fixture.ReadAsync(s_blob));
    }

    [Fact]
    public async Task Copies_ThatAreBeingWrittenOrDeleted_AreNotRead()
    {
        await using var fixture = new PoolFixture(2);
        var copies = await fixture.StoreCopiesAsync(s_blob, 2);
        await fixture.Catalog.SetStateAsync(copies[0].Id, OriginCopyState.Writing, CancellationToken.None);
        await fixture.Catalog.SetStateAsync(copies[1].Id, OriginCopyState.Deleting, CancellationToken.None);

        await Assert.ThrowsAsync<BlobNotFoundException>(() => fixture.ReadAsync(s_blob));
    }

    [Fact]
    public async Task Read_Waits_WhileAllServersRestart()
    {
        await using var fixture = new PoolFixture(2);
        await fixture.StoreCopiesAsync(s_blob, 2);
        fixture.StartMonitor();
        var up = fixture.Clock.GetUtcNow() + TimeSpan.FromSeconds(5);
        foreach (var origin in fixture.Origins)
        {
            origin.Fault = exchange =>
            {
                var isDown = fixture.Clock.GetUtcNow() < up;
                if (isDown)
                {
                    exchange.Abort();
                }

                return Task.FromResult(isDown);
            };
        }

        Assert.Equal(s_blob.Text, await fixture.ReadAsync(s_blob));
    }

    [Fact]
    public async Task Read_SaysWhyAndWhenToComeAgain_WhenAllServersAreOut()
    {
        await using var fixture = new PoolFixture(2);
        await fixture.StoreCopiesAsync(s_blob, 2);
        fixture.Origins[0].Answer("GET", "429 Too Many Requests", "Retry-After: 300\r\n");
        fixture.Origins[1].Answer("GET", "401 Unauthorized");
        var start = fixture.Clock.GetUtcNow();

        var busy = await Assert.ThrowsAsync<OriginBusyException>(() => fixture.ReadAsync(s_blob));

        var waited = fixture.Clock.GetUtcNow() - start;
        Assert.InRange(waited, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(15));
        // The account is looked at again after a minute, the other server after five.
        Assert.InRange(busy.RetryAfter + waited, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(70));
        Assert.Contains("server1: Throttled", busy.Message, StringComparison.Ordinal);
        Assert.Contains("server2: Credentials", busy.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", busy.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_EndsAtItsDeadline_WhenItsServersAreBusy()
    {
        await using var fixture = new PoolFixture(1, (server, _) => server with { RequestsPerWindow = 8 });
        await fixture.StoreCopiesAsync(s_blob, 1);
        while (fixture.Servers[0].Limiter.Spent < 8)
        {
            await fixture.ReadAsync(s_blob);
        }

        var start = fixture.Clock.GetUtcNow();
        var busy = await Assert.ThrowsAsync<OriginBusyException>(() => fixture.ReadAsync(s_blob));

        Assert.InRange(fixture.Clock.GetUtcNow() - start, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(32));
        Assert.InRange(busy.RetryAfter, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(29.6));
        Assert.Contains("server1: busy", busy.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reader_ThatFails_BlamesNoServer()
    {
        await using var fixture = new PoolFixture(2);
        await fixture.StoreCopiesAsync(s_blob, 2);

        await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.RunAsync(fixture.Pool.ReadAsync(
            s_blob.Hash,
            s_blob.Length,
            0,
            OriginPriority.AttendeeRead,
            (_, _) => throw new InvalidOperationException("The attendee went away."),
            CancellationToken.None)));

        Assert.All(fixture.Servers, server => Assert.Equal((OriginState.Healthy, 0), (server.Health.Condition.State, server.Limiter.InUse)));
        Assert.All(fixture.Servers, server => Assert.Empty(server.Counters.Errors));
    }

    [Fact]
    public async Task OneCopy_IsReadByItself_WhateverTheOthersAre()
    {
        await using var fixture = new PoolFixture(2);
        var copies = await fixture.StoreCopiesAsync(s_blob, 2);
        var text = new StringBuilder();

        await fixture.RunAsync(fixture.Pool.ReadCopyAsync(s_blob.Hash, s_blob.Length, copies[1], OriginPriority.Migration, (bytes, _) =>
        {
            text.Append(Encoding.ASCII.GetString(bytes.Span));
            return ValueTask.CompletedTask;
        }, CancellationToken.None));

        Assert.Equal(s_blob.Text, text.ToString());
        Assert.Equal(0, fixture.Ranked(s_blob.Hash)[0].Count("GET"));
    }

    private static async Task<bool> BreakOffAsync(ScriptedExchange exchange, int upTo)
    {
        if (exchange.Request.Method != "GET")
        {
            return false;
        }

        await ScriptedOrigin.SendAsync(exchange, s_blob.Text, upTo);
        exchange.Close();
        return true;
    }
}
