using MeetingCloud.Dav.Xml;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Dav.Http;

/// <summary>Tells an error: as <c>DAV:error</c> where RFC 4918 has a code for it, else as problem details.</summary>
internal static class DavError
{
    public static async Task WriteAsync(HttpContext context, DavException error)
    {
        if (error.Condition is null)
        {
            await Problem.Create(error.Status, error.Message).ExecuteAsync(context);
            return;
        }

        await XmlAnswer.WriteAsync(context, error.Status, xml =>
        {
            xml.WriteDavStart("error");
            xml.WriteDavStart(error.Condition);
            foreach (var href in error.Hrefs)
            {
                xml.WriteDavText("href", href);
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        });
    }
}
