using System.Net;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Dav;

public sealed class PutTests : DavTest
{
    [Theory]
    [InlineData("/%E4%BC%9A%E8%AE%AE%20%231%25.txt")]
    [InlineData("/a%26b%3Cc%3E%22%27.txt")]
    [InlineData("/%F0%9F%8E%B5")]
    [InlineData("/~tilde+plus;semi=1")]
    [InlineData("/back%5Cslash")]
    public async Task File_ReadsBack_WhateverItsName(string path)
    {
        using var put = await Server.SendAsync("PUT", path, "content");

        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        Assert.Equal("content", await Server.GetAsync(path));
        Assert.Equal(Uri.UnescapeDataString(path), "/" + Path.GetFileName(Directory.EnumerateFiles(Server.Root).Single()));
    }

    [Fact]
    public async Task File_IsReplacedAndGetsAnotherTag_WhenPutAgain()
    {
        var first = await Server.PutAsync("/a", "same length 1");
        using var put = await Server.SendAsync("PUT", "/a", "same length 2");

        // The clock stands still, and yet no two contents share a tag.
        Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);
        Assert.NotEqual(first, put.Headers.ETag);
        Assert.Equal("same length 2", await Server.GetAsync("/a"));
    }

    [Fact]
    public async Task Tag_IsTheSame_AfterARestart()
    {
        var tag = await Server.PutAsync("/a", "a");

        await Server.StopAsync();
        await Server.StartAsync();

        using var response = await Server.SendAsync("HEAD", "/a");
        Assert.Equal(tag, response.Headers.ETag);
    }

    [Fact]
    public async Task File_StaysAsItIs_WhenAConditionFails()
    {
        var tag = await Server.PutAsync("/a", "old");

        Assert.Equal(412, await Server.StatusWithBodyAsync("PUT", "/a", "new", ("If-None-Match", "*")));
        Assert.Equal(412, await Server.StatusWithBodyAsync("PUT", "/a", "new", ("If-None-Match", tag.Tag)));
        Assert.Equal(412, await Server.StatusWithBodyAsync("PUT", "/a", "new", ("If-Match", "\"other\"")));
        Assert.Equal(412, await Server.StatusWithBodyAsync("PUT", "/a", "new", ("If-Unmodified-Since", "Fri, 01 May 2026 08:59:59 GMT")));
        Assert.Equal(412, await Server.StatusWithBodyAsync("PUT", "/b", "new", ("If-Match", "*")));
        Assert.Equal("old", await Server.GetAsync("/a"));

        Assert.Equal(204, await Server.StatusWithBodyAsync("PUT", "/a", "new", ("If-Match", tag.Tag)));
        Assert.Equal(201, await Server.StatusWithBodyAsync("PUT", "/b", "new", ("If-None-Match", "*")));
    }

    [Fact]
    public async Task OneOfTwo_IsTaken_WhenBothWantTheFileToBeNew()
    {
        using var first = new GatedContent("first");
        using var second = new GatedContent("second");
        var one = Server.SendAsync("PUT", "/a", first, ("If-None-Match", "*"));
        var two = Server.SendAsync("PUT", "/a", second, ("If-None-Match", "*"));
        await Task.WhenAll(first.Begun, second.Begun);

        first.Finish();
        Assert.Equal(HttpStatusCode.Created, (await one).StatusCode);
        second.Finish();
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await two).StatusCode);
        Assert.Equal("first", await Server.GetAsync("/a"));
    }

    [Fact]
    public async Task File_StaysAsItIs_WhenOnlyAPartIsPut()
    {
        await Server.PutAsync("/a", "whole");

        Assert.Equal(400, await Server.StatusWithBodyAsync("PUT", "/a", "part", ("Content-Range", "bytes 0-3/5")));
        Assert.Equal(415, await Server.StatusWithBodyAsync("PUT", "/a", "zipped", ("Content-Encoding", "gzip")));
        Assert.Equal("whole", await Server.GetAsync("/a"));
    }

    [Fact]
    public async Task File_StaysAsItIs_WhenTheConnectionBreaks()
    {
        await Server.PutAsync("/a", "old");
        using var content = new GatedContent("new");
        using var broken = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri("/a", UriKind.Relative)) { Content = content };
        var put = Server.Client.SendAsync(request, broken.Token);
        await content.Begun;
        await Eventually.BecomesTrueAsync(() => Directory.EnumerateFiles(Server.Temporary).Any(), TestCluster.Patience, "the upload is under way");
        Assert.Equal("old", await Server.GetAsync("/a"));

        await broken.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => put);
        await Eventually.BecomesTrueAsync(() => !Directory.EnumerateFiles(Server.Temporary).Any(), TestCluster.Patience, "nothing is left of it");
        Assert.Equal("old", await Server.GetAsync("/a"));
    }

    [Theory]
    [InlineData("/missing/a", 409)]
    [InlineData("/file/a", 409)]
    [InlineData("/folder", 405)]
    [InlineData("/folder/", 405)]
    [InlineData("/new/", 405)]
    [InlineData("/", 405)]
    public async Task Put_IsRefused_WhereNoFileCanBe(string path, int status)
    {
        await Server.MkColAsync("/folder");
        await Server.PutAsync("/file", "x");

        Assert.Equal(status, await Server.StatusWithBodyAsync("PUT", path, "x"));
    }

    [Fact]
    public async Task Body_IsNotAskedFor_WhenTheRequestIsRefusedAnyway()
    {
        using var content = new GatedContent("never sent");
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri("/missing/a", UriKind.Relative)) { Content = content };
        request.Headers.ExpectContinue = true;

        using var response = await Server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.False(content.Begun.IsCompleted);
    }
}
