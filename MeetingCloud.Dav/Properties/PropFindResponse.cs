using System.Xml;
using System.Xml.Linq;
using MeetingCloud.Dav.Store;
using MeetingCloud.Dav.Xml;

namespace MeetingCloud.Dav.Properties;

/// <summary>Writes one resource's part of the answer to a PROPFIND.</summary>
internal sealed class PropFindResponse(LiveProperties live)
{
    public void Write(XmlWriter xml, DavResource resource, PropFindRequest request)
    {
        var dead = PropertyFiles.Read(resource);
        xml.WriteDavStart("response");
        xml.WriteDavText("href", resource.Href);
        if (request.NamesOnly)
        {
            WriteNames(xml, LiveProperties.NamesOf(resource, withQuota: true).Concat(dead.Select(static property => property.Name)).Distinct(), StatusCodes.Status200OK);
        }
        else
        {
            WriteValues(xml, resource, request, dead);
        }

        xml.WriteEndElement();
    }

    private void WriteValues(XmlWriter xml, DavResource resource, PropFindRequest request, IReadOnlyList<XElement> dead)
    {
        var names = request.Names
            ?? [.. LiveProperties.NamesOf(resource, withQuota: false).Concat(dead.Select(static property => property.Name)).Concat(request.Include).Distinct()];
        var values = dead.ToDictionary(static property => property.Name);
        var known = LiveProperties.NamesOf(resource, withQuota: true).ToHashSet();
        var missing = names.Where(name => !values.ContainsKey(name) && !known.Contains(name)).ToList();
        if (missing.Count < names.Count || names.Count == 0)
        {
            xml.WriteDavStart("propstat");
            xml.WriteDavStart("prop");
            foreach (var name in names.Except(missing))
            {
                // A client's own value comes first: of the names that both have, only the display name can have one.
                if (values.TryGetValue(name, out var property))
                {
                    property.WriteTo(xml);
                }
                else
                {
                    live.Write(xml, name.LocalName, resource);
                }
            }

            xml.WriteEndElement();
            xml.WriteStatus(StatusCodes.Status200OK);
            xml.WriteEndElement();
        }

        if (missing.Count > 0)
        {
            WriteNames(xml, missing, StatusCodes.Status404NotFound);
        }
    }

    private static void WriteNames(XmlWriter xml, IEnumerable<XName> names, int status)
    {
        xml.WriteDavStart("propstat");
        xml.WriteDavStart("prop");
        foreach (var name in names)
        {
            xml.WriteStartElement(name.LocalName, name.NamespaceName);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteStatus(status);
        xml.WriteEndElement();
    }
}
