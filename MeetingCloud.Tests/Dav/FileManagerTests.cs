using System.Net;

namespace MeetingCloud.Tests.Dav;

/// <summary>What file managers send when somebody drags a file into a folder, renames it and deletes it.</summary>
public sealed class FileManagerTests : DavTest
{
    [Fact]
    public async Task WindowsExplorer_SavesRenamesAndDeletes()
    {
        using (var options = await Server.SendAsync("OPTIONS", "/"))
        {
            Assert.Equal("DAV", options.Headers.GetValues("MS-Author-Via").Single());
            Assert.Contains("2", options.Headers.GetValues("DAV").Single(), StringComparison.Ordinal);
        }

        Assert.Equal(["/"], (await Multistatus.PropFindAsync(Server, "/", "1")).Hrefs);
        Assert.Equal(404, await Server.StatusAsync("PROPFIND", "/%E6%96%87.docx", ("Depth", "0")));

        // It puts an empty file first, locks it, and writes under the lock.
        await Server.PutAsync("/%E6%96%87.docx", "");
        using var locked = await Server.SendAsync("LOCK", "/%E6%96%87.docx",
            "<?xml version=\"1.0\" encoding=\"utf-8\" ?><D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype><D:owner><D:href>PC\\anna</D:href></D:owner></D:lockinfo>",
            ("Timeout", "Second-3600"));
        Assert.Equal(HttpStatusCode.OK, locked.StatusCode);
        var token = locked.Headers.GetValues("Lock-Token").Single();
        Assert.Equal(200, await Server.StatusAsync("HEAD", "/%E6%96%87.docx", ("Translate", "f")));
        Assert.Equal(204, await Server.StatusWithBodyAsync("PUT", "/%E6%96%87.docx", "words", ("If", $"({token})")));
        using (var patch = await Server.SendAsync("PROPPATCH", "/%E6%96%87.docx",
            "<?xml version=\"1.0\" encoding=\"utf-8\" ?><D:propertyupdate xmlns:D=\"DAV:\" xmlns:Z=\"urn:schemas-microsoft-com:\"><D:set><D:prop><Z:Win32CreationTime>Fri, 01 May 2026 08:00:00 GMT</Z:Win32CreationTime><Z:Win32LastModifiedTime>Fri, 01 May 2026 08:00:00 GMT</Z:Win32LastModifiedTime><Z:Win32FileAttributes>00000020</Z:Win32FileAttributes></D:prop></D:set></D:propertyupdate>",
            ("If", $"({token})")))
        {
            Assert.Equal(200, (await Multistatus.ReadAsync(patch)).Find("{urn:schemas-microsoft-com:}Win32FileAttributes")!.Value.Status);
        }

        Assert.Equal(204, await Server.StatusAsync("UNLOCK", "/%E6%96%87.docx", ("Lock-Token", token)));

        Assert.Equal(201, await Server.StatusAsync("MOVE", "/%E6%96%87.docx", ("Destination", Server.Url + "/%E6%96%B0.docx"), ("Overwrite", "F")));
        Assert.Equal("words", await Server.GetAsync("/%E6%96%B0.docx"));
        Assert.Equal("00000020", (await Multistatus.PropFindAsync(Server, "/%E6%96%B0.docx")).Value("{urn:schemas-microsoft-com:}Win32FileAttributes"));
        Assert.Equal(204, await Server.StatusAsync("DELETE", "/%E6%96%B0.docx"));
        Assert.Equal(["/"], (await Multistatus.PropFindAsync(Server, "/", "1")).Hrefs);
    }

    [Fact]
    public async Task MacFinder_SavesWithItsCompanionFiles()
    {
        const string statistics = "<?xml version=\"1.0\" encoding=\"utf-8\"?><D:propfind xmlns:D=\"DAV:\"><D:prop><D:getlastmodified/><D:getcontentlength/><D:creationdate/><D:resourcetype/></D:prop></D:propfind>";
        const string room = "<?xml version=\"1.0\" encoding=\"utf-8\"?><D:propfind xmlns:D=\"DAV:\"><D:prop><D:quota-available-bytes/><D:quota-used-bytes/></D:prop></D:propfind>";
        Assert.NotEqual("0", (await Multistatus.PropFindAsync(Server, "/", body: room)).Value(Multistatus.Dav + "quota-available-bytes"));
        Assert.Equal(201, await Server.StatusAsync("MKCOL", "/Untitled%20Folder/"));

        foreach (var name in new[] { "/Untitled%20Folder/._talk.key", "/Untitled%20Folder/talk.key" })
        {
            // Finder locks what is not there yet, and writes into it.
            using var locked = await Server.SendAsync("LOCK", name,
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype><D:owner><D:href>http://www.apple.com/webdav_fs/</D:href></D:owner></D:lockinfo>",
                ("Depth", "0"), ("Timeout", "Second-600"));
            Assert.Equal(HttpStatusCode.Created, locked.StatusCode);
            var token = locked.Headers.GetValues("Lock-Token").Single();
            using var content = new GatedContent("slides");
            content.Finish();
            using var put = await Server.SendAsync("PUT", name, content, ("If", $"({token})"), ("X-Expected-Entity-Length", "6"));
            Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);
            Assert.Equal("6", (await Multistatus.PropFindAsync(Server, name, body: statistics)).Value(Multistatus.Dav + "getcontentlength"));
            Assert.Equal(200, await Server.StatusAsync("LOCK", name, ("If", $"({token})"), ("Timeout", "Second-600")));
            Assert.Equal(204, await Server.StatusAsync("UNLOCK", name, ("Lock-Token", token)));
        }

        Assert.Equal(201, await Server.StatusAsync("MOVE", "/Untitled%20Folder/", ("Destination", Server.Url + "/Talks/")));
        Assert.Equal("slides", await Server.GetAsync("/Talks/talk.key"));
    }
}
