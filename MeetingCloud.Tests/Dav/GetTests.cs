using System.Net;

namespace MeetingCloud.Tests.Dav;

public sealed class GetTests : DavTest
{
    [Fact]
    public async Task File_ComesWithTypeTagAndTime_WhenRead()
    {
        var tag = await Server.PutAsync("/a.txt", "hello");

        using var response = await Server.SendAsync("GET", "/a.txt");

        Assert.Equal("hello", await response.Content.ReadAsStringAsync());
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(tag, response.Headers.ETag);
        Assert.False(tag.IsWeak);
        Assert.Equal(Server.Clock.GetUtcNow(), response.Content.Headers.LastModified);
        Assert.Contains("bytes", response.Headers.AcceptRanges);
    }

    [Theory]
    [InlineData("bytes=1-3", "ell")]
    [InlineData("bytes=-2", "lo")]
    public async Task Part_IsSent_WhenARangeIsAsked(string range, string expected)
    {
        await Server.PutAsync("/a.txt", "hello");

        using var response = await Server.SendAsync("GET", "/a.txt", ("Range", range));

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Parts_AreSentTogether_WhenSeveralRangesAreAsked()
    {
        await Server.PutAsync("/a.txt", "0123456789");

        using var response = await Server.SendAsync("GET", "/a.txt", ("Range", "bytes=0-1,5-6"));
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal("multipart/byteranges", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("\r\n\r\n01\r\n", body, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\n56\r\n", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Range_IsRefused_WhenItIsPastTheEnd()
    {
        await Server.PutAsync("/a.txt", "hello");

        Assert.Equal(416, await Server.StatusAsync("GET", "/a.txt", ("Range", "bytes=5-")));
    }

    [Fact]
    public async Task Bytes_AreNotSentAgain_WhenTheClientHasThem()
    {
        var tag = await Server.PutAsync("/a.txt", "hello");

        Assert.Equal(304, await Server.StatusAsync("GET", "/a.txt", ("If-None-Match", tag.Tag)));
        Assert.Equal(304, await Server.StatusAsync("GET", "/a.txt", ("If-Modified-Since", "Fri, 01 May 2026 09:00:00 GMT")));
        Assert.Equal(200, await Server.StatusAsync("GET", "/a.txt", ("If-Modified-Since", "Fri, 01 May 2026 08:59:59 GMT")));
        Assert.Equal(412, await Server.StatusAsync("GET", "/a.txt", ("If-Unmodified-Since", "Fri, 01 May 2026 08:59:59 GMT")));
        Assert.Equal(412, await Server.StatusAsync("GET", "/a.txt", ("If-Match", "\"other\"")));
    }

    [Fact]
    public async Task Head_TellsTheLengthAndSendsNothing_WhenAsked()
    {
        await Server.PutAsync("/a.txt", "hello");

        using var response = await Server.SendAsync("HEAD", "/a.txt");

        Assert.Equal(5, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Download_GoesOnWithTheOldBytes_WhenTheFileIsReplaced()
    {
        var old = new byte[20_000_000];
        old.AsSpan().Fill((byte)'o');
        using (var put = await Server.SendAsync("PUT", "/big", new ByteArrayContent(old)))
        {
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        }

        using var response = await Server.Client.GetAsync(new Uri("/big", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await Server.PutAsync("/big", "new");

        Assert.Equal(old, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("new", await Server.GetAsync("/big"));
    }

    [Fact]
    public async Task Collection_IsAnEscapedPage_WhenABrowserOpensIt()
    {
        await Server.MkColAsync("/papers");
        await Server.PutAsync("/papers/%3Cscript%3E.txt", "x");

        using var response = await Server.SendAsync("GET", "/papers", ("Accept", "text/html"));
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("href=\"/papers/%3Cscript%3E.txt\"", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;.txt</a>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Html_IsSavedAndNotShown_WhenABrowserOpensIt()
    {
        await Server.PutAsync("/page.html", "<script>alert(1)</script>");

        using var response = await Server.SendAsync("GET", "/page.html");

        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("/missing")]
    [InlineData("/a.txt/")]
    [InlineData("/a.txt/b")]
    public async Task Nothing_IsFound_WhereNothingIs(string path)
    {
        await Server.PutAsync("/a.txt", "hello");

        Assert.Equal(404, await Server.StatusAsync("GET", path));
    }
}
