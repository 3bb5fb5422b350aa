using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using MeetingCloud.Dav.Locks;
using MeetingCloud.Dav.Store;
using MeetingCloud.Dav.Xml;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Dav.Properties;

/// <summary>The properties that the server computes: RFC 4918, section 15, and RFC 4331.</summary>
internal sealed class LiveProperties(LockTable locks, QuotaAccount quota)
{
    /// <summary>A default only: clients may give another.</summary>
    public static readonly XName DisplayName = DavXml.Dav + "displayname";

    private static readonly string[] s_ofAll = ["creationdate", "getlastmodified", "lockdiscovery", "resourcetype", "supportedlock"];
    private static readonly string[] s_ofFiles = ["getcontentlength", "getcontenttype", "getetag"];
    private static readonly string[] s_ofCollections = ["quota-available-bytes", "quota-used-bytes"];

    private static readonly HashSet<string> s_protected = new([.. s_ofAll, .. s_ofFiles, .. s_ofCollections], StringComparer.Ordinal);

    /// <summary>Whether clients may not set it.</summary>
    public static bool IsProtected(XName name) => name.Namespace == DavXml.Dav && s_protected.Contains(name.LocalName);

    /// <summary>The properties that a resource has; those of RFC 4331 only where <paramref name="withQuota"/> asks for all names.</summary>
    public static IEnumerable<XName> NamesOf(DavResource resource, bool withQuota)
    {
        IEnumerable<string> names = resource.IsCollection ? (withQuota ? [.. s_ofAll, .. s_ofCollections] : s_ofAll) : [.. s_ofAll, .. s_ofFiles];
        return names.Select(static name => DavXml.Dav + name).Append(DisplayName);
    }

    /// <summary>Writes a property of <see cref="NamesOf"/>, by its name in <c>DAV:</c>.</summary>
    public void Write(XmlWriter xml, string name, DavResource resource)
    {
        switch (name)
        {
            case "lockdiscovery":
                LockProperties.WriteDiscovery(xml, locks, locks.Covering(resource.Path));
                break;

            case "supportedlock":
                LockProperties.WriteSupported(xml);
                break;

            case "resourcetype":
                xml.WriteDavStart("resourcetype");
                if (resource.IsCollection)
                {
                    xml.WriteDavEmpty("collection");
                }

                xml.WriteEndElement();
                break;

            default:
                xml.WriteDavText(name, Text(name, resource));
                break;
        }
    }

    private string Text(string name, DavResource resource) => name switch
    {
        "creationdate" => resource.Created.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        "displayname" => resource.Path.Name,
        "getlastmodified" => resource.LastModified.ToString("R", CultureInfo.InvariantCulture),
        "getcontentlength" => resource.Length.ToString(CultureInfo.InvariantCulture),
        "getcontenttype" => FilePresentation.ContentType(null, resource.Path.Name),
        "getetag" => resource.EntityTag!,
        "quota-available-bytes" => quota.Available.ToString(CultureInfo.InvariantCulture),
        "quota-used-bytes" => quota.Used.ToString(CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such property."),
    };
}
