using System.Xml.Linq;
using MeetingCloud.Dav.Xml;

namespace MeetingCloud.Dav.Properties;

/// <summary>One instruction of a PROPPATCH: set the element, or remove what has its name.</summary>
internal sealed record PropertyUpdate(bool IsRemoval, XElement Property)
{
    /// <summary>The instructions in their order (RFC 4918, section 9.2: the order matters).</summary>
    public static IReadOnlyList<PropertyUpdate> Parse(XElement root)
    {
        var updates = new List<PropertyUpdate>();
        foreach (var instruction in root.Elements().Where(static e => e.Name == DavXml.Dav + "set" || e.Name == DavXml.Dav + "remove"))
        {
            foreach (var property in instruction.Elements(DavXml.Dav + "prop").Elements())
            {
                updates.Add(new PropertyUpdate(instruction.Name == DavXml.Dav + "remove", Detach(property)));
            }
        }

        return updates;
    }

    /// <summary>
    /// The element with what it had from those around it: its language, and the prefixes, which values may use as well as names do
    /// (RFC 4918, section 4.3).
    /// </summary>
    public static XElement Detach(XElement element)
    {
        var detached = new XElement(element);
        foreach (var around in element.Ancestors())
        {
            foreach (var attribute in around.Attributes())
            {
                // A default namespace has done its work when the names were read.
                var isPrefix = attribute.IsNamespaceDeclaration && attribute.Name.LocalName != "xmlns";
                if ((isPrefix || attribute.Name == XNamespace.Xml + "lang") && detached.Attribute(attribute.Name) is null)
                {
                    detached.SetAttributeValue(attribute.Name, attribute.Value);
                }
            }
        }

        return detached;
    }
}
