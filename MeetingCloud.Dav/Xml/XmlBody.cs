using System.Xml;
using System.Xml.Linq;
using MeetingCloud.Dav.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MeetingCloud.Dav.Xml;

/// <summary>Reads a request's XML: no DTD, no entities of its own, no more than a client can need.</summary>
internal static class XmlBody
{
    /// <summary>Bytes.</summary>
    public const int MaxSize = 1 << 20;

    /// <summary>Properties may hold any XML, but nobody nests so deep in earnest.</summary>
    private const int MaxDepth = 100;

    private static readonly XmlReaderSettings s_settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxSize,
    };

    /// <returns>The root element, or null where there is no body.</returns>
    /// <exception cref="DavException">400: it is not well-formed, or has a DTD. A larger one is 413, by the server.</exception>
    public static async Task<XElement?> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxSize;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (body.Length == 0)
        {
            return null;
        }

        try
        {
            // The depth first: building and copying a tree takes a stack frame per level.
            body.Position = 0;
            using (var reader = XmlReader.Create(body, s_settings))
            {
                while (reader.Read())
                {
                    if (reader.Depth > MaxDepth)
                    {
                        throw new DavException(StatusCodes.Status400BadRequest, $"The XML is nested deeper than {MaxDepth} levels.");
                    }
                }
            }

            body.Position = 0;
            using var again = XmlReader.Create(body, s_settings);
            return XDocument.Load(again, LoadOptions.PreserveWhitespace).Root;
        }
        catch (XmlException exception)
        {
            throw new DavException(StatusCodes.Status400BadRequest, $"The XML cannot be read, line {exception.LineNumber}.");
        }
    }

    /// <exception cref="DavException">400: the body is missing or something else.</exception>
    public static async Task<XElement> RequireAsync(HttpContext context, string rootName)
    {
        var root = await ReadAsync(context);
        return root?.Name == DavXml.Dav + rootName
            ? root
            : throw new DavException(StatusCodes.Status400BadRequest, $"The body must be a '{rootName}' element of the namespace 'DAV:'.");
    }
}
