using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace MeetingCloud.Tests.ServiceDefaults.Security;

public class SignedLinksTests
{
    private const string Path = "/api/v1/meetings/1/download-package";
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Link_OpensItsPath_UntilItExpires()
    {
        var links = Links("0123456789abcdef");
        var query = links.Sign(Path, TimeSpan.FromMinutes(10));
        Assert.Equal(LinkState.Valid, links.Verify(Request(Path, query)));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(LinkState.Valid, links.Verify(Request(Path, query)));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(LinkState.Expired, links.Verify(Request(Path, query)));
    }

    [Fact]
    public void Link_OpensNothingElse()
    {
        var links = Links("0123456789abcdef");
        var query = links.Sign(Path, TimeSpan.FromMinutes(10));
        Assert.Equal(LinkState.Invalid, links.Verify(Request("/api/v1/meetings/2/download-package", query)));
        Assert.Equal(LinkState.Invalid, Links("another key entirely").Verify(Request(Path, query)));
    }

    [Fact]
    public void Link_CannotBeChanged()
    {
        var links = Links("0123456789abcdef");
        var query = links.Sign(Path, TimeSpan.FromMinutes(10));
        var expires = query.Split('&')[0];
        var signature = query.Split('&')[1];
        Assert.Equal(LinkState.Invalid, links.Verify(Request(Path, $"{expires}0&{signature}")));
        Assert.Equal(LinkState.Invalid, links.Verify(Request(Path, $"{expires}&{signature[..^1]}")));
        Assert.Equal(LinkState.Invalid, links.Verify(Request(Path, $"{expires}&signature=")));
        Assert.Equal(LinkState.Invalid, links.Verify(Request(Path, $"{expires}&{signature[..^4]}%20%20%20=")));
        Assert.Equal(LinkState.Invalid, links.Verify(Request(Path, $"expires=x&{signature}")));
        Assert.Equal(LinkState.Invalid, links.Verify(Request(Path, $"{expires}&{expires}&{signature}")));
        Assert.Equal(LinkState.Unsigned, links.Verify(Request(Path, expires)));
        Assert.Equal(LinkState.Unsigned, links.Verify(Request(Path, "")));
    }

    [Fact]
    public void Link_KeepsItsFacts_AndTakesNoOthers()
    {
        var links = Links("0123456789abcdef");
        var query = links.Sign(Path, TimeSpan.FromMinutes(10), new LinkFacts(1000, "http://10.0.0.1:8001"));
        var request = Request(Path, $"name=a%26b&{query}");
        Assert.Equal(LinkState.Valid, links.Verify(request));
        Assert.Equal(new LinkFacts(1000, "http://10.0.0.1:8001"), LinkFacts.Read(request));

        Assert.Equal(LinkState.Invalid, links.Verify(Request(Path, query.Replace("size=1000", "size=9999", StringComparison.Ordinal))));
        Assert.Equal(LinkState.Invalid, links.Verify(Request(Path, query.Replace("10.0.0.1", "10.0.0.2", StringComparison.Ordinal))));
        Assert.Equal(LinkState.Invalid, links.Verify(Request(Path, query.Replace("size=1000&", "", StringComparison.Ordinal))));
        Assert.Equal(LinkState.Invalid, links.Verify(Request(Path, $"{query}&size=1")));

        var plain = links.Sign(Path, TimeSpan.FromMinutes(10));
        Assert.Equal(LinkState.Invalid, links.Verify(Request(Path, $"size=1&{plain}")));
        Assert.Equal(LinkState.Invalid, links.Verify(Request(Path, $"peer=x&{plain}")));
    }

    private SignedLinks Links(string key) => new(new NodeKey(key), _time);

    private static HttpRequest Request(string path, string query)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        context.Request.QueryString = new QueryString("?" + query);
        return context.Request;
    }
}
