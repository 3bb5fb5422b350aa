using System.Globalization;
using System.Xml;
using MeetingCloud.Dav.Locks;
using MeetingCloud.Dav.Xml;

namespace MeetingCloud.Dav.Properties;

/// <summary>Writes the properties about locks (RFC 4918, sections 15.8 and 15.10).</summary>
internal static class LockProperties
{
    public static void WriteDiscovery(XmlWriter xml, LockTable locks, IEnumerable<DavLock> held)
    {
        xml.WriteDavStart("lockdiscovery");
        foreach (var one in held)
        {
            xml.WriteDavStart("activelock");
            WriteType(xml, one.IsExclusive);
            xml.WriteDavText("depth", one.IsInfinite ? "infinity" : "0");
            one.Owner?.WriteTo(xml);
            xml.WriteDavText("timeout", string.Create(CultureInfo.InvariantCulture, $"Second-{Math.Max(0, (long)Math.Ceiling(locks.Left(one).TotalSeconds))}"));
            xml.WriteDavStart("locktoken");
            xml.WriteDavText("href", one.Token);
            xml.WriteEndElement();
            xml.WriteDavStart("lockroot");
            xml.WriteDavText("href", one.Root.Href(isCollection: false));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    public static void WriteSupported(XmlWriter xml)
    {
        xml.WriteDavStart("supportedlock");
        foreach (var isExclusive in (ReadOnlySpan<bool>)[true, false])
        {
            xml.WriteDavStart("lockentry");
            WriteType(xml, isExclusive);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteType(XmlWriter xml, bool isExclusive)
    {
        xml.WriteDavStart("lockscope");
        xml.WriteDavEmpty(isExclusive ? "exclusive" : "shared");
        xml.WriteEndElement();
        xml.WriteDavStart("locktype");
        xml.WriteDavEmpty("write");
        xml.WriteEndElement();
    }
}
