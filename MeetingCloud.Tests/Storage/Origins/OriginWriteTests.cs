using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.Origins.Health;
using MeetingCloud.Storage.WebDav;
using MeetingCloud.Tests.Storage.Origins.Support;

namespace MeetingCloud.Tests.Storage.Origins;

/// <summary>Uploads to servers of which some fail.</summary>
public sealed class OriginWriteTests
{
    private static readonly TextBlob s_blob = new(5000);

    [Fact]
    public async Task Upload_IsStoredAtItsFirstPlace_AndItsSizeIsReadBack()
    {
        await using var fixture = new PoolFixture(3);

        await fixture.StoreAsync(s_blob);

        var copy = Assert.Single(fixture.Catalog.Of(s_blob.Hash));
        var origin = fixture.Ranked(s_blob.Hash)[0];
        Assert.Equal((OriginCopyState.Stored, fixture.Pool.Rank(s_blob.Hash)[0].Id, 0L), (copy.State, copy.ServerId, copy.PartSize));
        Assert.Equal(
            KeyValuePair.Create(OriginPaths.FileOf("meetingcloud", s_blob.Hash, copy, 0), s_blob.Text), Assert.Single(origin.Files));
        Assert.Equal(["MKCOL", "MKCOL", "PUT", "HEAD"], origin.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task Folders_AreMadeOnce()
    {
        await using var fixture = new PoolFixture(1);

        await fixture.RunAsync(Task.WhenAll(Enumerable.Range(0, 40).Select(i => fixture.StoreAsync(new TextBlob(10, i)))));

        Assert.InRange(fixture.Origins[0].Count("MKCOL"), 2, 17);
        Assert.Equal(fixture.Origins[0].Count("MKCOL"), fixture.Origins[0].Requests.Where(r => r.Method == "MKCOL").DistinctBy(r => r.Target).Count());
    }

    [Fact]
    public async Task Upload_IsStoredOnce_WhenACopyIsThere()
    {
        await using var fixture = new PoolFixture(2);
        await fixture.StoreAsync(s_blob);
        await fixture.StoreAsync(s_blob);

        Assert.Equal(1, fixture.Origins.Sum(origin => origin.Count("PUT")));
    }

    [Fact]
    public async Task Upload_IsStoredAnew_WhenTheCopyThatIsThereIsJustBeingDeleted()
    {
        await using var fixture = new PoolFixture(2);
        await fixture.StoreAsync(s_blob);
        var old = Assert.Single(fixture.Catalog.Copies);
        // Between the look and the word that it is wanted again.
        fixture.Catalog.Changing = state =>
        {
            if (state == OriginCopyState.Stored)
            {
                fixture.Catalog.Changing = null;
                Assert.True(fixture.Catalog.SetStateAsync(old.Id, OriginCopyState.Deleting, CancellationToken.None).IsCompletedSuccessfully);
            }
        };

        await fixture.StoreAsync(s_blob);

        Assert.Equal(
            [OriginCopyState.Deleting, OriginCopyState.Stored], fixture.Catalog.Of(s_blob.Hash).Select(copy => copy.State));
        Assert.Equal(2, fixture.Origins.Sum(origin => origin.Count("PUT")));
    }

    [Fact]
    public async Task EmptyBlob_IsStored_ThoughServersTellNoLengthOfNothing()
    {
        await using var fixture = new PoolFixture(1);
        // As Apache answers.
        fixture.Origins[0].Answer("HEAD", "200 OK", "Transfer-Encoding: chunked\r\n");

        await fixture.StoreAsync(new TextBlob(0));

        Assert.Equal(OriginCopyState.Stored, Assert.Single(fixture.Catalog.Copies).State);
    }

    [Fact]
    public async Task Size_IsReadBackWithARange_WhenHeadTellsNone()
    {
        await using var fixture = new PoolFixture(1);
        fixture.Origins[0].Answer("HEAD", "200 OK", "Transfer-Encoding: chunked\r\n");

        await fixture.StoreAsync(s_blob);

        var get = Assert.Single(fixture.Origins[0].Requests, request => request.Method == "GET");
        Assert.Equal("bytes=4999-4999", get.Headers["Range"]);
        Assert.Equal(OriginCopyState.Stored, Assert.Single(fixture.Catalog.Copies).State);
    }

    [Theory]
    [InlineData("500 Internal Server Error", "", null)]
    [InlineData("403 Forbidden", "", null)]
    [InlineData("429 Too Many Requests", "Retry-After: 7\r\n", WebDavFailure.Throttled)]
    [InlineData("503 Service Unavailable", "Retry-After: 1\r\n", WebDavFailure.Throttled)]
    [InlineData("401 Unauthorized", "", WebDavFailure.Credentials)]
    [InlineData("507 Insufficient Storage", "", WebDavFailure.Full)]
    [InlineData("413 Content Too Large", "", null)]
    public async Task Upload_GoesToTheNextServer_WhenOneRefuses(string status, string headers, WebDavFailure? expected)
    {
        await using var fixture = new PoolFixture(3);
        fixture.Ranked(s_blob.Hash)[0].Answer("*", status, headers);

        await fixture.StoreAsync(s_blob);

        Assert.Equal(s_blob.Text, await fixture.ReadAsync(s_blob));
        Assert.Equal(
            [fixture.Pool.Rank(s_blob.Hash)[1].Id], fixture.Catalog.Copies.Where(copy => copy.State == OriginCopyState.Stored).Select(copy => copy.ServerId));
        Assert.Equal(expected, fixture.Pool.Rank(s_blob.Hash)[0].Health.Condition.Failure);
    }

    [Fact]
    public async Task Upload_GoesToTheNextServer_WhenOneHangs()
    {
        await using var fixture = new PoolFixture(3);
        fixture.Ranked(s_blob.Hash)[0].Hang();

        await fixture.StoreAsync(s_blob);

        Assert.Equal(s_blob.Text, await fixture.ReadAsync(s_blob));
    }

    [Fact]
    public async Task ManyUploads_WaitOutOneTimeLimitTogether_WhenTheServerOfTheirFolderHangs()
    {
        await using var fixture = new PoolFixture(2);
        fixture.Origins[0].Hang();

        await fixture.RunAsync(Task.WhenAll(Enumerable.Range(0, 30).Select(i => fixture.StoreAsync(new TextBlob(10, i)))));

        Assert.Equal(30, fixture.Origins[1].Files.Count);
        // Not one after the other, each with a time limit of its own.
        Assert.InRange(fixture.Origins[0].Requests.Count, 1, 3);
    }

    [Fact]
    public async Task Upload_IsNotWrittenTwice_WhenItsAnswerWasLost()
    {
        await using var fixture = new PoolFixture(2);
        var origin = fixture.Ranked(s_blob.Hash)[0];
        origin.Fault = async exchange =>
        {
            if (exchange.Request.Method != "PUT")
            {
                return false;
            }

            origin.Files[exchange.Request.Target.Trim('/')] = exchange.Request.BodyText;
            await origin.HangAsync(exchange);
            return true;
        };

        await fixture.StoreAsync(s_blob);

        Assert.Equal(1, fixture.Origins.Sum(one => one.Count("PUT")));
        Assert.Equal(fixture.Pool.Rank(s_blob.Hash)[0].Id, Assert.Single(fixture.Catalog.Copies).ServerId);
    }

    [Fact]
    public async Task LockedFile_IsLookedAtAgain_UntilTheServerIsDoneWithIt()
    {
        await using var fixture = new PoolFixture(2);
        var origin = fixture.Ranked(s_blob.Hash)[0];
        var ready = fixture.Clock.GetUtcNow() + TimeSpan.FromSeconds(6);
        origin.Fault = async exchange =>
        {
            var isDone = fixture.Clock.GetUtcNow() >= ready;
            if (exchange.Request.Method == "PUT")
            {
                origin.Files[exchange.Request.Target.Trim('/')] = exchange.Request.BodyText;
                await exchange.AnswerAsync("504 Gateway Timeout");
                return true;
            }

            if (exchange.Request.Method == "HEAD" && !isDone)
            {
                await exchange.AnswerAsync("423 Locked");
                return true;
            }

            return false;
        };

        await fixture.StoreAsync(s_blob);

        Assert.Equal(1, fixture.Origins.Sum(one => one.Count("PUT")));
        Assert.Equal(OriginCopyState.Stored, Assert.Single(fixture.Catalog.Copies).State);
    }

    [Fact]
    public async Task LockedPut_IsLookedAt_AndGoesElsewhere_WhenNothingIsThere()
    {
        await using var fixture = new PoolFixture(2);
        fixture.Ranked(s_blob.Hash)[0].Answer("PUT", "423 Locked");

        await fixture.StoreAsync(s_blob);

        Assert.Equal((1, 5), (fixture.Ranked(s_blob.Hash)[0].Count("PUT"), fixture.Ranked(s_blob.Hash)[0].Count("HEAD")));
        Assert.Equal(s_blob.Text, Assert.Single(fixture.Ranked(s_blob.Hash)[1].Files).Value);
    }

    [Theory]
    [InlineData("200 OK", "Content-Length: 4999\r\n")]
    [InlineData("404 Not Found", "")]
    public async Task File_IsNotAccepted_WhenTheServerHasAnotherSizeThanWasSent(string status, string headers)
    {
        await using var fixture = new PoolFixture(2);
        var (liar, other) = (fixture.Ranked(s_blob.Hash)[0], fixture.Ranked(s_blob.Hash)[1]);
        liar.Answer("HEAD", status, headers);

        await fixture.StoreAsync(s_blob);

        Assert.Single(other.Files);
        Assert.Equal([OriginCopyState.Deleting, OriginCopyState.Stored], fixture.Catalog.Copies.Select(copy => copy.State));
    }

    [Fact]
    public async Task Folder_IsMadeAgain_WhenSomebodyRemovedIt()
    {
        await using var fixture = new PoolFixture(1);
        var blobs = Enumerable.Range(0, 60).Select(i => new TextBlob(10, i)).ToList();
        var sameFolder = blobs.First(blob => blob != blobs[0] && blob.Hash.ToString()[0] == blobs[0].Hash.ToString()[0]);
        var otherFolder = blobs.First(blob => blob.Hash.ToString()[0] != blobs[0].Hash.ToString()[0]);
        await fixture.StoreAsync(blobs[0]);

        fixture.Origins[0].Wipe();
        await fixture.StoreAsync(sameFolder);
        Assert.Equal(2, fixture.Origins[0].Count("PUT") - 1);

        // Its parent is known and gone.
        fixture.Origins[0].Wipe();
        await fixture.StoreAsync(otherFolder);
        Assert.Single(fixture.Origins[0].Files);
    }

    [Fact]
    public async Task Folder_IsMadeAgain_WhenTheServerOnlySaysError()
    {
        await using var fixture = new PoolFixture(1);
        await fixture.StoreAsync(s_blob);
        var origin = fixture.Origins[0];
        origin.Wipe();
        // As nginx answers where the folder is missing.
        origin.Fault = async exchange =>
        {
            var isMissing = exchange.Request.Method == "PUT" && origin.Requests[^2].Method != "MKCOL";
            if (isMissing)
            {
                await exchange.AnswerAsync("500 Internal Server Error");
            }

            return isMissing;
        };
        var second = Enumerable.Range(2, 100).Select(i => new TextBlob(10, i)).First(blob => blob.Hash.ToString()[0] == s_blob.Hash.ToString()[0]);

        await fixture.StoreAsync(second);

        Assert.Single(origin.Files);
    }

    [Fact]
    public async Task EveryFileOnAServer_IsRecorded_WhateverFailsInBetween()
    {
        // A crash is a catalog that takes nothing any more.
        for (var survivedChanges = 0; survivedChanges < 3; survivedChanges++)
        {
            await using var fixture = new PoolFixture(1);
            var changes = survivedChanges;
            fixture.Catalog.Changing = _ =>
            {
                if (changes-- <= 0)
                {
                    throw new InvalidOperationException("killed");
                }
            };

            var stored = await Record.ExceptionAsync(() => fixture.StoreAsync(s_blob)) is null;

            var recorded = fixture.Catalog.Copies.Select(copy => OriginPaths.FileOf("meetingcloud", s_blob.Hash, copy, 0)).ToList();
            Assert.Subset(recorded.ToHashSet(StringComparer.Ordinal), fixture.Origins[0].Files.Keys.ToHashSet(StringComparer.Ordinal));
            Assert.Equal(survivedChanges == 2, stored);
            Assert.Equal(stored, fixture.Catalog.Copies.Any(copy => copy.State == OriginCopyState.Stored));
        }
    }

    [Fact]
    public async Task Copy_IsRecordedAsStored_OnlyAfterItsSizeWasReadBack()
    {
        await using var fixture = new PoolFixture(1);
        var asked = new List<string>();
        fixture.Catalog.Changing = state => asked.Add($"{state} after {string.Join(' ', fixture.Origins[0].Requests.Select(request => request.Method))}");

        await fixture.StoreAsync(s_blob);

        Assert.Equal(["Writing after ", "Stored after MKCOL MKCOL PUT HEAD"], asked);
    }

    [Fact]
    public async Task Source_ThatCannotBeRead_EndsTheUpload_AndBlamesNoServer()
    {
        await using var fixture = new PoolFixture(2);

        var error = await Assert.ThrowsAsync<IOException>(() => fixture.StoreAsync(new TextBlob(100) { Failure = new IOException("bad sector") }));

        Assert.Equal("bad sector", error.InnerException!.Message);
        Assert.All(fixture.Servers, server => Assert.Equal(OriginState.Healthy, server.Health.Condition.State));
        Assert.Equal(OriginCopyState.Deleting, Assert.Single(fixture.Catalog.Copies).State);
    }

    [Fact]
    public async Task Upload_SaysWhyAndWhenToComeAgain_WhenAllServersAreOut()
    {
        await using var fixture = new PoolFixture(3);
        fixture.Origins[0].Answer("*", "429 Too Many Requests", "Retry-After: 120\r\n");
        fixture.Origins[1].Answer("*", "401 Unauthorized");
        fixture.Origins[2].Answer("*", "507 Insufficient Storage");
        var start = fixture.Clock.GetUtcNow();

        var busy = await Assert.ThrowsAsync<OriginBusyException>(() => fixture.StoreAsync(s_blob));

        Assert.InRange(fixture.Clock.GetUtcNow() - start, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(15));
        Assert.InRange(busy.RetryAfter, TimeSpan.FromSeconds(35), TimeSpan.FromSeconds(60));
        Assert.Contains("server1: Throttled; server2: Credentials; server3: Full", busy.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Origins.SelectMany(origin => origin.Files));
        Assert.DoesNotContain(fixture.Catalog.Copies, copy => copy.State == OriginCopyState.Stored);
    }

    [Fact]
    public async Task Upload_EndsWithinItsDeadline_WhenTheBudgetRunsOutInItsMiddle()
    {
        // Enough for the folders and the file, not for the look at it.
        await using var fixture = new PoolFixture(1, (server, _) => server with { RequestsPerWindow = 3 });
        var start = fixture.Clock.GetUtcNow();

        var busy = await Assert.ThrowsAsync<OriginBusyException>(() => fixture.StoreAsync(s_blob));

        Assert.InRange(fixture.Clock.GetUtcNow() - start, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5));
        Assert.InRange(busy.RetryAfter, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(30));
        Assert.DoesNotContain(fixture.Catalog.Copies, copy => copy.State == OriginCopyState.Stored);
    }

    [Fact]
    public async Task Upload_AvoidsServersWithoutRoom_AndSaysSo_WhenThereAreNoOthers()
    {
        await using var fixture = new PoolFixture(2);
        var ranked = fixture.Ranked(s_blob.Hash);
        (ranked[0].Room, ranked[1].Room) = (4000, 1 << 20);
        fixture.StartMonitor();
        await fixture.UntilAsync(() => fixture.Servers.All(server => server.Quota is not null), "both are measured");

        await fixture.StoreAsync(s_blob);

        Assert.Equal((0, 1), (ranked[0].Files.Count, ranked[1].Files.Count));
        var busy = await Assert.ThrowsAsync<OriginBusyException>(() => fixture.StoreAsync(new TextBlob(2 << 20)));
        Assert.Contains("server1: no room; server2: no room", busy.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitingUpload_GoesOn_WhenAServerIsEnabled()
    {
        await using var fixture = new PoolFixture(1, (server, _) => server with { Enabled = false });
        var storing = fixture.Pool.StoreAsync(s_blob.Hash, s_blob, OriginPriority.Upload, CancellationToken.None);
        await fixture.Clock.WhenArmedAsync(2);

        fixture.Servers[0].IsEnabled = true;

        await fixture.RunAsync(storing);
        Assert.Single(fixture.Origins[0].Files);
    }

    [Fact]
    public async Task Delete_RemovesFileAndRecord_AndKeepsTheRecord_WhenTheServerDoesNot()
    {
        await using var fixture = new PoolFixture(2);
        var copies = await fixture.StoreCopiesAsync(s_blob, 2);
        fixture.Ranked(s_blob.Hash)[1].Answer("DELETE", "500 Internal Server Error");

        await DeleteAsync(fixture, copies[0]);
        await Assert.ThrowsAsync<WebDavException>(() => DeleteAsync(fixture, copies[1]));

        Assert.Equal((0, 1), (fixture.Ranked(s_blob.Hash)[0].Files.Count, fixture.Ranked(s_blob.Hash)[1].Files.Count));
        Assert.Equal(copies[1].Id, Assert.Single(fixture.Catalog.Copies).Id);
        // What is not there any more is no error.
        fixture.Ranked(s_blob.Hash)[1].Fault = null;
        fixture.Ranked(s_blob.Hash)[1].Wipe();
        await DeleteAsync(fixture, copies[1]);
        Assert.Empty(fixture.Catalog.Copies);
    }

    private static Task DeleteAsync(PoolFixture fixture, OriginCopy copy) => fixture.RunAsync(
        fixture.Pool.DeleteCopyAsync(s_blob.Hash, s_blob.Length, copy, OriginPriority.Migration, CancellationToken.None));
}
