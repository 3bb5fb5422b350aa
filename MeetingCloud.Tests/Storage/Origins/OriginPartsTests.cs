using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.WebDav;
using MeetingCloud.Tests.Storage.Origins.Support;

namespace MeetingCloud.Tests.Storage.Origins;

/// <summary>Files that are larger than a server takes.</summary>
public sealed class OriginPartsTests
{
    private const int Limit = 40_000;
    private static readonly TextBlob s_blob = new(150_000);

    [Fact]
    public async Task LargeFile_GoesWholeToTheServerThatTakesIt_WhateverItsPlace()
    {
        await using var fixture = new PoolFixture(3, (server, i) => server with { MaxFileBytes = i == 2 ? null : Limit });
        for (var seed = 1; seed <= 6; seed++)
        {
            await fixture.StoreAsync(new TextBlob(Limit + 1, seed));
        }

        Assert.Equal([0, 0, 6], fixture.Origins.Select(origin => origin.Files.Count));
        Assert.All(fixture.Catalog.Copies, copy => Assert.Equal(0, copy.PartSize));
    }

    [Fact]
    public async Task LargeFile_GoesInParts_WhenNoServerTakesItWhole()
    {
        await using var fixture = new PoolFixture(2, (server, _) => server with { MaxFileBytes = Limit });

        await fixture.StoreAsync(s_blob);

        var copy = Assert.Single(fixture.Catalog.Copies);
        var files = fixture.Ranked(s_blob.Hash)[0].Files.OrderBy(file => file.Key, StringComparer.Ordinal).ToList();
        Assert.Equal((OriginCopyState.Stored, (long)Limit), (copy.State, copy.PartSize));
        Assert.Equal([Limit, Limit, Limit, 30_000], files.Select(file => file.Value.Length));
        Assert.Equal(s_blob.Text, string.Concat(files.Select(file => file.Value)));
        Assert.Equal(s_blob.Text, await fixture.ReadAsync(s_blob));
    }

    [Fact]
    public async Task Parts_AreNoLargerThanConfigured()
    {
        await using var fixture = new PoolFixture(
            1, (server, _) => server with { MaxFileBytes = 100_000 }, pool => pool with { MaxPartBytes = 60_000 });

        await fixture.StoreAsync(s_blob);

        Assert.Equal([30_000, 60_000, 60_000], fixture.Origins[0].Files.Values.Select(file => file.Length).Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Limit - 1)]
    [InlineData(Limit)]
    [InlineData(Limit + 1)]
    [InlineData((3 * Limit) - 1)]
    [InlineData(3 * Limit)]
    [InlineData(149_999)]
    public async Task FileInParts_IsReadFromAnyOffset(int offset)
    {
        await using var fixture = new PoolFixture(1, (server, _) => server with { MaxFileBytes = Limit });
        await fixture.StoreAsync(s_blob);

        Assert.Equal(s_blob.Text[offset..], await fixture.ReadAsync(s_blob, offset));
    }

    [Fact]
    public async Task FileOfWholeParts_HasNoEmptyOneBehind()
    {
        await using var fixture = new PoolFixture(1, (server, _) => server with { MaxFileBytes = 50_000 });
        await fixture.StoreAsync(s_blob);

        Assert.Equal([50_000, 50_000, 50_000], fixture.Origins[0].Files.Values.Select(file => file.Length));
        Assert.Equal(s_blob.Text, await fixture.ReadAsync(s_blob));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_GoesOnInTheOtherCopy_WhenOneIsInPartsAndTheOtherIsNot(bool partsFail)
    {
        var wholeFirst = 0;
        await using var fixture = new PoolFixture(2, (server, i) => server with { MaxFileBytes = i == wholeFirst ? null : Limit });
        await fixture.StoreCopiesAsync(s_blob, 2);
        var failing = fixture.Origins[partsFail ? 1 : 0];
        failing.Fault = async exchange =>
        {
            // A part has other offsets than the whole file: it breaks off within the second one.
            var isSecond = exchange.Request.Target.EndsWith(".00001", StringComparison.Ordinal);
            if (exchange.Request.Method != "GET" || (partsFail && !isSecond))
            {
                return false;
            }

            await ScriptedOrigin.SendAsync(exchange, failing.Files[exchange.Request.Target.Trim('/')], upTo: partsFail ? 10_000 : 60_000);
            exchange.Close();
            return true;
        };
        // The one that fails is asked first.
        fixture.Servers[partsFail ? 0 : 1].IsEnabled = false;

        Assert.Equal(s_blob.Text, await fixture.ReadAsync(s_blob));
        Assert.Equal(s_blob.Text[45_000..], await fixture.ReadAsync(s_blob, 45_000));
    }

    [Fact]
    public async Task Copy_IsSuspect_WhenOneOfItsPartsIsMissing()
    {
        await using var fixture = new PoolFixture(2, (server, i) => server with { MaxFileBytes = i == 0 ? Limit : null });
        await fixture.StoreCopiesAsync(s_blob, 2);
        fixture.Servers[1].IsEnabled = false;
        Assert.True(fixture.Origins[0].Files.TryRemove(fixture.Origins[0].Files.Keys.First(name => name.EndsWith(".00002", StringComparison.Ordinal)), out _));

        Assert.Equal(s_blob.Text, await fixture.ReadAsync(s_blob));

        Assert.Equal(OriginCopyState.Suspect, fixture.Catalog.Copies.Single(copy => copy.ServerId == "server1").State);
    }

    [Fact]
    public async Task Parts_AreAllDeleted_AlsoThoseOfAnUploadThatFailed()
    {
        await using var fixture = new PoolFixture(1, (server, _) => server with { MaxFileBytes = Limit });
        var origin = fixture.Origins[0];
        origin.Fault = async exchange =>
        {
            var isThird = exchange.Request.Method == "PUT" && exchange.Request.Target.EndsWith(".00002", StringComparison.Ordinal);
            if (isThird)
            {
                await exchange.AnswerAsync("507 Insufficient Storage");
            }

            return isThird;
        };
        await Assert.ThrowsAsync<OriginBusyException>(() => fixture.StoreAsync(s_blob));
        Assert.Equal(2, origin.Files.Count);

        var copy = Assert.Single(fixture.Catalog.Copies);
        Assert.Equal(OriginCopyState.Deleting, copy.State);
        await fixture.RunAsync(fixture.Pool.DeleteCopyAsync(s_blob.Hash, s_blob.Length, copy, OriginPriority.Migration, CancellationToken.None));

        Assert.Empty(origin.Files);
        Assert.Empty(fixture.Catalog.Copies);
    }

    [Fact]
    public async Task Server_ThatSaysTooLarge_TeachesItsLimit_AndIsSentSmallerFiles()
    {
        await using var fixture = new PoolFixture(1);
        var origin = fixture.Origins[0];
        var blob = new TextBlob(3 << 20);
        origin.Fault = async exchange =>
        {
            var isTooLarge = exchange.Request.Method == "PUT" && exchange.Request.ContentLength > 1 << 20;
            if (isTooLarge)
            {
                await exchange.AnswerAsync("413 Content Too Large");
            }

            return isTooLarge;
        };

        await fixture.StoreAsync(blob);

        Assert.Equal(768 << 10, fixture.Servers[0].MaxFileBytes);
        Assert.Equal(5, origin.Count("PUT"));
        Assert.Equal(blob.Text, await fixture.ReadAsync(blob));
        Assert.True(fixture.Servers[0].Health.TakesFiles);
    }

    [Fact]
    public async Task Upload_Ends_WhenAServerFindsEverythingTooLarge()
    {
        await using var fixture = new PoolFixture(1);
        fixture.Origins[0].Answer("PUT", "413 Content Too Large");

        var busy = await Assert.ThrowsAsync<OriginBusyException>(() => fixture.StoreAsync(new TextBlob(3 << 20)));

        Assert.Equal(WebDavFailure.TooLarge, Assert.IsType<WebDavException>(busy.InnerException).Failure);
        Assert.InRange(fixture.Origins[0].Count("PUT"), 3, 8);
        Assert.Equal(256 << 10, fixture.Servers[0].MaxFileBytes);
    }
}
