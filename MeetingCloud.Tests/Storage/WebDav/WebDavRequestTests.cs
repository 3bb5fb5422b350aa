using System.Text;
using MeetingCloud.Storage.WebDav;

namespace MeetingCloud.Tests.Storage.WebDav;

/// <summary>What the client puts on the wire.</summary>
public sealed class WebDavRequestTests
{
    private static CancellationToken Ct => CancellationToken.None;

    [Fact]
    public async Task EveryRequest_CarriesItsCredentialsAtOnce_InUtf8()
    {
        await using var fixture = WebDavClientFixture.Answering("200 OK");

        await fixture.Client.FindAsync("a", Ct);

        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{WebDavClientFixture.Password}")), fixture.Request.Headers["Authorization"]);
        Assert.StartsWith("MeetingCloud/", fixture.Request.Headers["User-Agent"], StringComparison.Ordinal);
        Assert.Equal("identity", fixture.Request.Headers["Accept-Encoding"]);
    }

    [Theory]
    [InlineData("a", "/dav/a")]
    [InlineData("a/b c", "/dav/a/b%20c")]
    [InlineData("议程", "/dav/%E8%AE%AE%E7%A8%8B")]
    [InlineData("50%/x?y#z+&", "/dav/50%25/x%3Fy%23z%2B%26")]
    [InlineData("a%2Fb", "/dav/a%252Fb")]
    [InlineData("c/", "/dav/c/")]
    public async Task Path_IsEscapedSegmentBySegment(string path, string target)
    {
        await using var fixture = WebDavClientFixture.Answering("200 OK");

        await fixture.Client.FindAsync(path, Ct);

        Assert.Equal(target, fixture.Request.Target);
    }

    [Theory]
    [InlineData("/a")]
    [InlineData("a//b")]
    [InlineData("a/../../b")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a\nb")]
    public async Task Path_IsRefused_WhenItWouldLeaveTheAccount(string path)
    {
        await using var fixture = WebDavClientFixture.Answering("200 OK");

        await Assert.ThrowsAsync<ArgumentException>(() => fixture.Client.DeleteAsync(path, Ct));

        Assert.Empty(fixture.Server.Requests);
    }

    [Theory]
    [InlineData(0, null, null)]
    [InlineData(5, null, "bytes=5-")]
    [InlineData(0, 10L, "bytes=0-9")]
    [InlineData(7, 1L, "bytes=7-7")]
    public async Task Get_AsksForARange_OnlyWhenItWantsOne(long offset, long? length, string? range)
    {
        await using var fixture = WebDavClientFixture.Answering("404 Not Found");

        await Assert.ThrowsAsync<WebDavException>(() => fixture.Client.GetAsync("a", offset, length, Ct));

        Assert.Equal(range, fixture.Request.Headers.GetValueOrDefault("Range"));
    }

    [Fact]
    public async Task Put_SendsJustTheBytesThatWereAnnounced_AndLeavesTheStreamOpen()
    {
        await using var fixture = WebDavClientFixture.Answering("201 Created");
        using var content = new MemoryStream("0123456789"u8.ToArray()) { Position = 2 };

        await fixture.Client.PutAsync("a", content, 5, Ct);

        Assert.Equal("23456", fixture.Request.BodyText);
        Assert.Equal("5", fixture.Request.Headers["Content-Length"]);
        Assert.False(fixture.Request.Headers.ContainsKey("Transfer-Encoding"));
        Assert.Equal(7, content.Position);
    }

    [Fact]
    public async Task Put_SaysThatItsContentFailed_WhenThatIsTooShort()
    {
        await using var fixture = WebDavClientFixture.Answering("201 Created");
        using var content = new MemoryStream(new byte[10]);

        var error = await Assert.ThrowsAsync<IOException>(() => fixture.Client.PutAsync("a", content, 11, Ct));

        Assert.IsType<EndOfStreamException>(error.InnerException);
    }

    [Fact]
    public async Task Put_AsksBeforeItSendsItsBody_OnlyWhenTheLastOneWasRefused()
    {
        var refuse = false;
        await using var fixture = new WebDavClientFixture(async exchange =>
        {
            if (refuse)
            {
                // A refusal instead of "100 Continue": the body stays where it is.
                if (!exchange.Request.Headers.ContainsKey("Expect"))
                {
                    await exchange.ReadBodyAsync();
                }

                await exchange.AnswerAsync("507 Insufficient Storage", "Connection: close\r\n");
                exchange.Close();
                return;
            }

            await exchange.ReadBodyAsync();
            await exchange.AnswerAsync("201 Created");
        });

        await fixture.PutAsync("a", 10);
        refuse = true;
        await Assert.ThrowsAsync<WebDavException>(() => fixture.PutAsync("b", 10));
        var error = await Assert.ThrowsAsync<WebDavException>(() => fixture.PutAsync("c", 10));
        refuse = false;
        await fixture.PutAsync("d", 10);
        await fixture.PutAsync("e", 10);

        Assert.Equal(WebDavFailure.Full, error.Failure);
        Assert.Equal([false, false, true, true, false], fixture.Server.Requests.Select(request => request.Headers.ContainsKey("Expect")));
        Assert.Equal([10, 10, 0, 10, 10], fixture.Server.Requests.Select(request => request.Body.Length));
    }

    [Fact]
    public async Task Move_NamesItsTarget_AsAWholeUrl()
    {
        await using var fixture = WebDavClientFixture.Answering("201 Created");

        await fixture.Client.MoveAsync("a", "b c/d", overwrite: false, Ct);

        Assert.Equal("MOVE", fixture.Request.Method);
        Assert.Equal(fixture.Server.Url + "dav/b%20c/d", fixture.Request.Headers["Destination"]);
        Assert.Equal("F", fixture.Request.Headers["Overwrite"]);
    }

    [Fact]
    public async Task Write_IsSentOnce_WhenTheServerClosesInsteadOfAnswering()
    {
        await using var fixture = new WebDavClientFixture(async exchange =>
        {
            await exchange.ReadBodyAsync();
            exchange.Close();
        });
        Func<Task>[] writes =
        [
            () => fixture.PutAsync("a", 3), () => fixture.Client.DeleteAsync("a", Ct), () => fixture.Client.MakeCollectionAsync("a", Ct),
            () => fixture.Client.MoveAsync("a", "b", true, Ct),
        ];

        foreach (var write in writes)
        {
            var error = await Assert.ThrowsAsync<WebDavException>(write);
            Assert.Equal((WebDavFailure.Unreachable, true), (error.Failure, error.OutcomeUnknown));
        }

        Assert.Equal(["PUT", "DELETE", "MKCOL", "MOVE"], fixture.Server.Requests.Select(request => request.Method));
    }

    [Fact]
    public void Account_NeverShowsItsPassword_AndGetsAClosingSlash()
    {
        var account = new WebDavAccount(new Uri("https://dav.example.com/dav"), "me", "hunter2");

        Assert.DoesNotContain("hunter2", account.ToString(), StringComparison.Ordinal);
        Assert.Contains("me", account.ToString(), StringComparison.Ordinal);
        Assert.Equal("https://dav.example.com/dav/", account.Url.AbsoluteUri);
        Assert.Throws<ArgumentException>(() => new WebDavAccount(new Uri("ftp://dav.example.com"), "me", ""));
        Assert.Throws<ArgumentException>(() => new WebDavAccount(new Uri("https://dav.example.com?x"), "me", ""));
        Assert.Throws<ArgumentException>(() => new WebDavAccount(new Uri("https://dav.example.com"), "me:you", ""));
        var error = Assert.Throws<ArgumentException>(() => new WebDavAccount(new Uri("https://me:hunter2@dav.example.com"), "me", ""));
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }
}
