using System.Globalization;
using System.Xml;

namespace MeetingCloud.Storage.WebDav;

/// <summary>
/// Reads a <c>multistatus</c> as it arrives, whatever its prefixes. No DTD, no entities from elsewhere, and an end to its size: the
/// server is not trusted. Properties count only where their <c>propstat</c> says 200.
/// </summary>
internal static class MultiStatusReader
{
    private const string Dav = "DAV:";

    /// <summary>Characters: some 100,000 entries.</summary>
    private const long LongestAnswer = 64 << 20;

    private static readonly XmlReaderSettings s_settings = new()
    {
        Async = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        MaxCharactersInDocument = LongestAnswer,
    };

    /// <exception cref="XmlException">Not XML, not a <c>multistatus</c>, or too long.</exception>
    public static async Task<List<MultiStatusEntry>> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using var xml = XmlReader.Create(body, s_settings);
        await xml.MoveToContentAsync();
        if (!Is(xml, "multistatus"))
        {
            throw new XmlException("There is no multistatus.");
        }

        var entries = new List<MultiStatusEntry>();
        await ForEachChildAsync(xml, async () =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Is(xml, "response"))
            {
                entries.Add(await ReadResponseAsync(xml));
            }
        });
        return entries;
    }

    private static async Task<MultiStatusEntry> ReadResponseAsync(XmlReader xml)
    {
        string? href = null;
        int? status = null;
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        await ForEachChildAsync(xml, async () =>
        {
            if (Is(xml, "href"))
            {
                href ??= await TextAsync(xml);
            }
            else if (Is(xml, "status"))
            {
                status = ParseStatus(await TextAsync(xml));
            }
            else if (Is(xml, "propstat"))
            {
                await ReadPropertiesAsync(xml, found);
            }
        });

        return new MultiStatusEntry(
            href ?? throw new XmlException("A response has no href."),
            status,
            found.ContainsKey("collection"),
            Number("getcontentlength"),
            found.GetValueOrDefault("getetag") is { Length: > 0 } tag ? tag : null,
            Date("getlastmodified"),
            Number("quota-used-bytes"),
            Number("quota-available-bytes"));

        // Nextcloud writes -1, -2 and -3 for "not known yet", "unknown" and "no limit".
        long? Number(string name) =>
            long.TryParse(found.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

        DateTimeOffset? Date(string name) =>
            DateTimeOffset.TryParse(found.GetValueOrDefault(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
                ? date
                : null;
    }

    private static async Task ReadPropertiesAsync(XmlReader xml, Dictionary<string, string> found)
    {
        var here = new Dictionary<string, string>(StringComparer.Ordinal);
        var status = 200;
        await ForEachChildAsync(xml, async () =>
        {
            if (Is(xml, "status"))
            {
                status = ParseStatus(await TextAsync(xml));
            }
            else if (Is(xml, "prop"))
            {
                await ForEachChildAsync(xml, () => ReadPropertyAsync(xml, here));
            }
        });

        // The status may come before its properties or after them.
        if (status == 200)
        {
            foreach (var (name, value) in here)
            {
                found[name] = value;
            }
        }
    }

    private static async Task ReadPropertyAsync(XmlReader xml, Dictionary<string, string> found)
    {
        if (Is(xml, "resourcetype"))
        {
            await ForEachChildAsync(xml, () =>
            {
                if (Is(xml, "collection"))
                {
                    found["collection"] = "";
                }

                return Task.CompletedTask;
            });
        }
        else if (xml.NamespaceURI == Dav)
        {
            var name = xml.LocalName;
            found[name] = await TextAsync(xml);
        }
    }

    /// <summary>Visits the element's child elements. The visitor may read the child or leave it: what it leaves is skipped.</summary>
    private static async Task ForEachChildAsync(XmlReader xml, Func<Task> visit)
    {
        if (xml.IsEmptyElement)
        {
            return;
        }

        var depth = xml.Depth + 1;
        while (await xml.ReadAsync() && xml.Depth >= depth)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.Depth == depth)
            {
                await visit();
            }
        }
    }

    /// <summary>The text right in the element; the reader is left at its end.</summary>
    private static async Task<string> TextAsync(XmlReader xml)
    {
        var text = "";
        if (!xml.IsEmptyElement)
        {
            var depth = xml.Depth;
            while (await xml.ReadAsync() && xml.Depth > depth)
            {
                if (xml.Depth == depth + 1 && xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                {
                    text += await xml.GetValueAsync();
                }
            }
        }

        return text.Trim();
    }

    private static int ParseStatus(string line)
    {
        var parts = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 1 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : throw new XmlException($"'{(line.Length > 40 ? line[..40] : line)}' is no status.");
    }

    private static bool Is(XmlReader xml, string name) => xml.LocalName == name && xml.NamespaceURI == Dav;
}
