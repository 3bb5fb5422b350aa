using System.Xml.Linq;

namespace MeetingCloud.Tests.Dav;

/// <summary>Reads answers of 207 as a client would.</summary>
internal sealed class Multistatus(XElement root)
{
    public static readonly XNamespace Dav = "DAV:";

    public IReadOnlyList<string> Hrefs => [.. root.Elements(Dav + "response").Select(static response => response.Element(Dav + "href")!.Value)];

    public static async Task<Multistatus> PropFindAsync(DavServer server, string path, string depth = "0", string? body = null)
    {
        using var response = body is null
            ? await server.SendAsync("PROPFIND", path, ("Depth", depth))
            : await server.SendAsync("PROPFIND", path, body, ("Depth", depth));
        return await ReadAsync(response);
    }

    public static async Task<Multistatus> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal(207, (int)response.StatusCode);
        Assert.Equal("application/xml", response.Content.Headers.ContentType!.MediaType);
        return new Multistatus(XDocument.Parse(await response.Content.ReadAsStringAsync(), LoadOptions.PreserveWhitespace).Root!);
    }

    /// <summary>A property's element and status; null where the answer does not speak of it.</summary>
    public (XElement Element, int Status)? Find(XName name, string? href = null)
    {
        var response = root.Elements(Dav + "response").First(response => href is null || response.Element(Dav + "href")!.Value == href);
        foreach (var propstat in response.Elements(Dav + "propstat"))
        {
            if (propstat.Element(Dav + "prop")!.Element(name) is { } element)
            {
                return (element, int.Parse(propstat.Element(Dav + "status")!.Value.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return null;
    }

    /// <summary>The value of a property that is there.</summary>
    public string Value(XName name, string? href = null)
    {
        var found = Find(name, href);
        Assert.Equal(200, found?.Status);
        return found!.Value.Element.Value;
    }
}
