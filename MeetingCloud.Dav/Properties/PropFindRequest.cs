using System.Xml.Linq;
using MeetingCloud.Dav.Http;
using MeetingCloud.Dav.Xml;

namespace MeetingCloud.Dav.Properties;

/// <summary>What a PROPFIND wants to know (RFC 4918, section 14.20).</summary>
/// <param name="NamesOnly"><c>propname</c>.</param>
/// <param name="Names">The properties asked for; null: all, which is to say all but the costly ones.</param>
/// <param name="Include">Asked for beside all.</param>
internal sealed record PropFindRequest(bool NamesOnly, IReadOnlyList<XName>? Names, IReadOnlyList<XName> Include)
{
    public static PropFindRequest All { get; } = new(NamesOnly: false, Names: null, Include: []);

    /// <exception cref="DavException">400.</exception>
    public static PropFindRequest Parse(XElement? root)
    {
        if (root is null)
        {
            return All;
        }

        if (root.Name == DavXml.Dav + "propfind")
        {
            var include = root.Element(DavXml.Dav + "include")?.Elements().Select(static element => element.Name).ToList() ?? [];
            // Elements of other kinds are extensions, to be passed over (section 17).
            foreach (var element in root.Elements())
            {
                if (element.Name == DavXml.Dav + "allprop")
                {
                    return All with { Include = include };
                }

                if (element.Name == DavXml.Dav + "propname")
                {
                    return All with { NamesOnly = true };
                }

                if (element.Name == DavXml.Dav + "prop")
                {
                    return All with { Names = [.. element.Elements().Select(static property => property.Name).Distinct()] };
                }
            }
        }

        throw new DavException(StatusCodes.Status400BadRequest, "The body must be a 'propfind' with 'prop', 'allprop' or 'propname', all of the namespace 'DAV:'.");
    }
}
