using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace MeetingCloud.Dav.Xml;

/// <summary>The vocabulary of RFC 4918.</summary>
internal static class DavXml
{
    public static readonly XNamespace Dav = "DAV:";

    public static XmlWriterSettings WriterSettings { get; } = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        CheckCharacters = true,
        CloseOutput = false,
    };

    /// <summary>Starts an element of <c>DAV:</c>. The prefix is D throughout: some clients know no other.</summary>
    public static void WriteDavStart(this XmlWriter xml, string name) => xml.WriteStartElement("D", name, Dav.NamespaceName);

    public static void WriteDavEmpty(this XmlWriter xml, string name)
    {
        xml.WriteDavStart(name);
        xml.WriteEndElement();
    }

    public static void WriteDavText(this XmlWriter xml, string name, string text)
    {
        xml.WriteDavStart(name);
        xml.WriteString(text);
        xml.WriteEndElement();
    }

    public static void WriteStatus(this XmlWriter xml, int status) =>
        xml.WriteDavText("status", $"HTTP/1.1 {status} {Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status)}");
}
