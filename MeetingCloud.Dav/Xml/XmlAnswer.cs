using System.Xml;

namespace MeetingCloud.Dav.Xml;

/// <summary>A small XML document as a response.</summary>
internal static class XmlAnswer
{
    public const string ContentType = "application/xml; charset=utf-8";

    public static async Task WriteAsync(HttpContext context, int status, Action<XmlWriter> write)
    {
        using var document = new MemoryStream();
        using (var xml = XmlWriter.Create(document, DavXml.WriterSettings))
        {
            xml.WriteStartDocument();
            write(xml);
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = document.Length;
        await context.Response.Body.WriteAsync(document.GetBuffer().AsMemory(0, (int)document.Length), context.RequestAborted);
    }
}
