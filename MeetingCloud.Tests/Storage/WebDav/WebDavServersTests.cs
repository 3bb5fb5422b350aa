using System.Globalization;
using System.Security.Cryptography;
using MeetingCloud.Storage.WebDav;
using MeetingCloud.Tests.Support.WebDavServers;

namespace MeetingCloud.Tests.Storage.WebDav;

/// <summary>What the client does against real servers, each with its own ways.</summary>
public sealed class WebDavServersTests
{
    public static TheoryData<string> Servers => WebDavServerKinds.Here;

    private static CancellationToken Ct => CancellationToken.None;

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task File_IsReadBackAsWritten_WholeAndInRanges(string kind)
    {
        await using var server = await WebDavServerKinds.StartAsync(kind);
        using var http = NewHttp();
        var client = NewClient(http, server);
        var bytes = RandomNumberGenerator.GetBytes(300_000);

        await PutAsync(client, "a.bin", bytes);

        var found = await client.FindAsync("a.bin", Ct);
        Assert.Equal(("a.bin", false, bytes.Length), (found!.Path, found.IsCollection, found.Size));
        Assert.Equal(bytes, await ReadAsync(client, "a.bin", 0, null));
        Assert.Equal(bytes[100..], await ReadAsync(client, "a.bin", 100, null));
        Assert.Equal(bytes[..1], await ReadAsync(client, "a.bin", 0, 1));
        Assert.Equal(bytes[1000..3000], await ReadAsync(client, "a.bin", 1000, 2000));
        Assert.Equal(bytes, await ReadAsync(client, "a.bin", 0, bytes.Length));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(server.RootPath, "a.bin")));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task File_IsReplaced_WhenWrittenAgain_AndIsGone_WhenDeleted(string kind)
    {
        await using var server = await WebDavServerKinds.StartAsync(kind);
        using var http = NewHttp();
        var client = NewClient(http, server);
        await PutAsync(client, "a", new byte[5000]);
        await PutAsync(client, "a", [1, 2, 3]);
        await PutAsync(client, "empty", []);

        Assert.Equal([1, 2, 3], await ReadAsync(client, "a", 0, null));
        // Apache leaves a length of 0 out of its answer to HEAD.
        Assert.Equal(0, (await client.FindAsync("empty", Ct))!.Size ?? 0);
        Assert.Equal(0, Assert.Single((await client.ListAsync("", null, Ct)).Items, item => item.Path == "empty").Size);
        Assert.Empty(await ReadAsync(client, "empty", 0, null));
        Assert.True(await client.DeleteAsync("a", Ct));
        Assert.False(await client.DeleteAsync("a", Ct));
        Assert.Null(await client.FindAsync("a", Ct));
        Assert.Equal(WebDavFailure.NotFound, await FailureOfAsync(() => client.GetAsync("a", 0, null, Ct)));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Members_AreListedByName_WhateverTheirNames(string kind)
    {
        await using var server = await WebDavServerKinds.StartAsync(kind);
        using var http = NewHttp();
        var client = NewClient(http, server);
        string[] names = ["plain", "mit Leerzeichen", "议程.pdf", "100%25 a+b#c&d;e='f'", "ünïcode ÄÖ", "[x]~(y)!"];
        Assert.True(await client.MakeCollectionAsync("top", Ct));
        Assert.True(await client.MakeCollectionAsync("top/日程 1", Ct));
        Assert.True(await client.MakeCollectionAsync("top/日程 1/below", Ct));
        foreach (var name in names)
        {
            await PutAsync(client, "top/日程 1/" + name, new byte[name.Length]);
        }

        var page = await client.ListAsync("top/日程 1", null, Ct);

        Assert.Null(page.Next);
        Assert.Equal(
            names.Select(name => ("top/日程 1/" + name, false, (long?)name.Length)).Append(("top/日程 1/below", true, null)).Order(),
            page.Items.Select(item => (item.Path, item.IsCollection, item.Size)).Order());
        Assert.All(page.Items, item => Assert.NotNull(item.LastModified));
        Assert.Equal(["top"], (await client.ListAsync("", null, Ct)).Items.Select(item => item.Path));
        Assert.Empty((await client.ListAsync("top/日程 1/below", null, Ct)).Items);
        Assert.Equal(WebDavFailure.NotFound, await FailureOfAsync(() => client.ListAsync("nothing", null, Ct)));
        foreach (var name in names)
        {
            Assert.Equal(new byte[name.Length], await ReadAsync(client, "top/日程 1/" + name, 0, null));
        }
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Client_KnowsItsWay_WhenTheAccountBeginsInAFolderOfTheServer(string kind)
    {
        await using var server = await WebDavServerKinds.StartAsync(kind);
        using var http = NewHttp();
        await NewClient(http, server).MakeCollectionAsync("我的坚果云", Ct);
        var client = NewClient(http, server, new Uri(server.Url, "我的坚果云"));

        await client.MakeCollectionAsync("in", Ct);
        await PutAsync(client, "in/b", [7]);

        Assert.Equal(["in/b"], (await client.ListAsync("in", null, Ct)).Items.Select(item => item.Path));
        Assert.True(File.Exists(Path.Combine(server.RootPath, "我的坚果云", "in", "b")));
        await client.MeasureAsync(Ct);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Collection_IsNoFault_WhenItIsThereAlready_AndIsAConflict_WhenItsParentIsMissing(string kind)
    {
        await using var server = await WebDavServerKinds.StartAsync(kind);
        using var http = NewHttp();
        var client = NewClient(http, server);
        Assert.True(await client.MakeCollectionAsync("a", Ct));

        // Some say that they made it once more.
        await client.MakeCollectionAsync("a", Ct);

        Assert.Equal(WebDavFailure.Conflict, await FailureOfAsync(() => client.MakeCollectionAsync("no/b", Ct)));
        // RFC 4918 wants 409; the library of Go says 404, and nginx 500.
        Assert.Contains(
            await FailureOfAsync(() => PutAsync(client, "no/b", [1])),
            (WebDavFailure[])[WebDavFailure.Conflict, WebDavFailure.NotFound, WebDavFailure.ServerError]);
        Assert.Null(await client.FindAsync("no/b", Ct));
        Assert.False(await client.DeleteAsync("no/b", Ct));
        Assert.True(await client.DeleteAsync("a/", Ct));
        Assert.Empty((await client.ListAsync("", null, Ct)).Items);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Move_Renames_AndOverwritesOnlyWhenAllowed(string kind)
    {
        await using var server = await WebDavServerKinds.StartAsync(kind);
        using var http = NewHttp();
        var client = NewClient(http, server);
        await PutAsync(client, "a b", [1]);
        await PutAsync(client, "c", [2]);

        Assert.Equal(WebDavFailure.Conflict, await FailureOfAsync(() => client.MoveAsync("a b", "c", overwrite: false, Ct)));
        Assert.Equal([2], await ReadAsync(client, "c", 0, null));
        await client.MoveAsync("a b", "c", overwrite: true, Ct);
        await client.MoveAsync("c", "d ä", overwrite: false, Ct);

        Assert.Equal([1], await ReadAsync(client, "d ä", 0, null));
        Assert.Equal(["d ä"], (await client.ListAsync("", null, Ct)).Items.Select(item => item.Path));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task LargeFile_IsStreamed_AndManySmallOnesGoAtOnce(string kind)
    {
        await using var server = await WebDavServerKinds.StartAsync(kind);
        using var http = NewHttp();
        var client = NewClient(http, server);
        var large = RandomNumberGenerator.GetBytes(40 << 20);

        await PutAsync(client, "large", large);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => PutAsync(client, "f" + i.ToString(CultureInfo.InvariantCulture), new byte[i * 1000])));

        Assert.Equal(SHA256.HashData(large), SHA256.HashData(await ReadAsync(client, "large", 0, null)));
        var read = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => ReadAsync(client, "f" + i.ToString(CultureInfo.InvariantCulture), 0, null)));
        Assert.Equal(Enumerable.Range(0, 40).Select(i => i * 1000), read.Select(bytes => bytes.Length));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task EveryVerb_SaysCredentials_WhenThePasswordIsWrong(string kind)
    {
        await using var server = await WebDavServerKinds.StartAsync(kind);
        using var http = NewHttp();
        var client = new WebDavClient(http, new WebDavAccount(server.Url, server.UserName, "not that"), TimeProvider.System);
        Func<Task>[] calls =
        [
            () => PutAsync(client, "a", new byte[100_000]), () => client.GetAsync("a", 0, null, Ct), () => client.FindAsync("a", Ct),
            () => client.DeleteAsync("a", Ct), () => client.MakeCollectionAsync("a", Ct), () => client.MoveAsync("a", "b", true, Ct),
            () => client.ListAsync("", null, Ct), () => client.MeasureAsync(Ct),
        ];

        foreach (var call in calls)
        {
            Assert.Equal(WebDavFailure.Credentials, await FailureOfAsync(call));
        }
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Client_SaysUnreachable_WhileTheServerIsDown_AndGoesOn_WhenItIsBack(string kind)
    {
        await using var server = await WebDavServerKinds.StartAsync(kind);
        using var http = NewHttp();
        var client = NewClient(http, server);
        await PutAsync(client, "a", [1]);

        await server.StopAsync();
        Assert.Equal(WebDavFailure.Unreachable, await FailureOfAsync(() => client.FindAsync("a", Ct)));
        Assert.Equal(WebDavFailure.Unreachable, await FailureOfAsync(() => PutAsync(client, "a", [2])));
        await server.StartAsync();

        Assert.Equal([1], await ReadAsync(client, "a", 0, null));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Read_SaysTruncated_WhenTheFileIsShorterThanWasAskedFor(string kind)
    {
        await using var server = await WebDavServerKinds.StartAsync(kind);
        using var http = NewHttp();
        var client = NewClient(http, server);
        await PutAsync(client, "a", new byte[100]);

        Assert.Equal(WebDavFailure.Truncated, await FailureOfAsync(() => client.GetAsync("a", 0, 101, Ct)));
        Assert.Equal(WebDavFailure.Truncated, await FailureOfAsync(() => client.GetAsync("a", 50, 51, Ct)));
        Assert.Equal(WebDavFailure.Truncated, await FailureOfAsync(() => client.GetAsync("a", 200, null, Ct)));
    }

    private static HttpClient NewHttp()
    {
        var handler = new SocketsHttpHandler();
        WebDavHandlers.Prepare(handler);
        return new HttpClient(handler);
    }

    private static WebDavClient NewClient(HttpClient http, WebDavServer server, Uri? url = null) =>
        new(http, new WebDavAccount(url ?? server.Url, server.UserName, server.Password), TimeProvider.System);

    private static async Task PutAsync(WebDavClient client, string path, byte[] bytes)
    {
        using var content = new MemoryStream(bytes);
        await client.PutAsync(path, content, bytes.Length, Ct);
    }

    private static async Task<byte[]> ReadAsync(WebDavClient client, string path, long offset, long? length)
    {
        await using var content = await client.GetAsync(path, offset, length, Ct);
        Assert.Equal(offset, content.Offset);
        using var bytes = new MemoryStream();
        await content.Body.CopyToAsync(bytes);
        Assert.Equal(content.Length, bytes.Length);
        return bytes.ToArray();
    }

    private static async Task<WebDavFailure> FailureOfAsync(Func<Task> call) => (await Assert.ThrowsAsync<WebDavException>(call)).Failure;
}
