using System.Xml.Linq;

namespace MeetingCloud.Tests.Dav;

public sealed class PropPatchTests : DavTest
{
    [Fact]
    public async Task Property_IsKept_AfterARestart()
    {
        await Server.MkColAsync("/a");
        await Server.PutAsync("/a/f", "f");
        await SetAsync(Server, "/a/f", "color", "blue & <green>");
        await SetAsync(Server, "/a", "color", "蓝");

        await Server.StopAsync();
        await Server.StartAsync();

        Assert.Equal("blue & <green>", await GetAsync(Server, "/a/f", "color"));
        Assert.Equal("蓝", await GetAsync(Server, "/a", "color"));
    }

    [Fact]
    public async Task Property_IsKept_WhenTheFileGetsNewContent()
    {
        await Server.PutAsync("/f", "old");
        await SetAsync(Server, "/f", "color", "blue");

        await Server.PutAsync("/f", "new");

        Assert.Equal("blue", await GetAsync(Server, "/f", "color"));
    }

    [Fact]
    public async Task Value_KeepsItsXml_WithPrefixesAndLanguage()
    {
        await Server.PutAsync("/f", "f");
        using var patch = await Server.SendAsync("PROPPATCH", "/f",
            "<d:propertyupdate xmlns:d='DAV:' xmlns:q='urn:q'><d:set><d:prop xml:lang='de'><author xmlns='urn:x'><q:name kind='q:full'>A  B</q:name></author></d:prop></d:set></d:propertyupdate>");
        Assert.Equal(207, (int)patch.StatusCode);

        var author = (await Multistatus.PropFindAsync(Server, "/f")).Find("{urn:x}author")!.Value.Element;

        var name = author.Element("{urn:q}name")!;
        Assert.Equal("A  B", name.Value);
        Assert.Equal("q:full", name.Attribute("kind")!.Value);
        Assert.Equal("urn:q", name.GetNamespaceOfPrefix("q")!.NamespaceName);
        Assert.Equal("de", author.Attribute(XNamespace.Xml + "lang")!.Value);
    }

    [Fact]
    public async Task Instructions_AreDoneInTheirOrder_WhenThereAreSeveral()
    {
        await Server.PutAsync("/f", "f");
        await SetAsync(Server, "/f", "color", "blue");

        using var patch = await Server.SendAsync("PROPPATCH", "/f",
            "<D:propertyupdate xmlns:D='DAV:' xmlns='urn:x'><D:remove><D:prop><color/><missing/></D:prop></D:remove>" +
            "<D:set><D:prop><shape>round</shape></D:prop></D:set><D:set><D:prop><shape>square</shape></D:prop></D:set></D:propertyupdate>");

        var answer = await Multistatus.ReadAsync(patch);
        Assert.Equal(200, answer.Find("{urn:x}shape")!.Value.Status);
        Assert.Equal(200, answer.Find("{urn:x}missing")!.Value.Status);
        Assert.Equal("square", await GetAsync(Server, "/f", "shape"));
        Assert.Equal(404, await StatusOfAsync(Server, "/f", "color"));
    }

    [Fact]
    public async Task Nothing_IsChanged_WhenOneOfThePropertiesIsProtected()
    {
        await Server.PutAsync("/f", "f");

        using var patch = await Server.SendAsync("PROPPATCH", "/f",
            "<D:propertyupdate xmlns:D='DAV:'><D:set><D:prop><color xmlns='urn:x'>blue</color><D:getetag>\"mine\"</D:getetag></D:prop></D:set></D:propertyupdate>");

        var answer = await Multistatus.ReadAsync(patch);
        Assert.Equal(403, answer.Find(Multistatus.Dav + "getetag")!.Value.Status);
        Assert.Equal(424, answer.Find("{urn:x}color")!.Value.Status);
        Assert.Equal(404, await StatusOfAsync(Server, "/f", "color"));
    }

    [Fact]
    public async Task DisplayName_IsTheClients_WhenItGivesOne()
    {
        await Server.PutAsync("/f", "f");

        using var patch = await Server.SendAsync("PROPPATCH", "/f",
            "<D:propertyupdate xmlns:D='DAV:'><D:set><D:prop><D:displayname>Minutes</D:displayname></D:prop></D:set></D:propertyupdate>");

        Assert.Equal(207, (int)patch.StatusCode);
        Assert.Equal("Minutes", (await Multistatus.PropFindAsync(Server, "/f")).Value(Multistatus.Dav + "displayname"));
    }

    [Fact]
    public async Task Request_IsRefused_WhereItMakesNoSense()
    {
        await Server.PutAsync("/f", "f");

        Assert.Equal(404, await Server.StatusWithBodyAsync("PROPPATCH", "/missing", SetBody("color", "x")));
        Assert.Equal(400, await Server.StatusWithBodyAsync("PROPPATCH", "/f", "<propertyupdate xmlns='DAV:'/>"));
        Assert.Equal(400, await Server.StatusAsync("PROPPATCH", "/f"));
    }

    [Fact]
    public async Task Properties_AreRefused_WhenTheyAreTooMany()
    {
        await Server.PutAsync("/f", "f");
        await SetAsync(Server, "/f", "first", new string('x', 900_000));

        Assert.Equal(507, await Server.StatusWithBodyAsync("PROPPATCH", "/f", SetBody("second", new string('y', 900_000))));
        Assert.Equal(900_000, (await GetAsync(Server, "/f", "first")).Length);
    }

    internal static async Task SetAsync(DavServer server, string path, string name, string value)
    {
        using var response = await server.SendAsync("PROPPATCH", path, SetBody(name, value));
        Assert.Equal(200, (await Multistatus.ReadAsync(response)).Find($"{{urn:x}}{name}")!.Value.Status);
    }

    internal static async Task<string> GetAsync(DavServer server, string path, string name) =>
        (await FindAsync(server, path, name)).Value($"{{urn:x}}{name}");

    internal static async Task<int> StatusOfAsync(DavServer server, string path, string name) =>
        (await FindAsync(server, path, name)).Find($"{{urn:x}}{name}")!.Value.Status;

    private static Task<Multistatus> FindAsync(DavServer server, string path, string name) => Multistatus.PropFindAsync(
        server, path, body: $"<D:propfind xmlns:D='DAV:'><D:prop><{name} xmlns='urn:x'/></D:prop></D:propfind>");

    private static string SetBody(string name, string value) =>
        $"<D:propertyupdate xmlns:D='DAV:'><D:set><D:prop>{new XElement(XNamespace.Get("urn:x") + name, value)}</D:prop></D:set></D:propertyupdate>";
}
