using System.Buffers;
using System.Globalization;
using System.Text.Json;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Storage.Packages;

/// <summary>
/// <c>metadata.json</c>: the first entry of a package, itself a blob, and the whole of what the package is a function of. Canonical
/// (RFC 8785), so equal descriptions have equal bytes, and their SHA-256 is the package's entity tag.
/// </summary>
public static class PackageMetadata
{
    /// <summary>The format this code writes and reads.</summary>
    public const int Format = 1;

    /// <summary>The bytes for a description; files are put into ordinal order of their UTF-8 paths.</summary>
    /// <exception cref="FormatException">The description breaks a rule that <see cref="Parse"/> checks.</exception>
    public static byte[] Serialize(PackageDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        var files = description.Files.ToArray();
        Array.Sort(files, static (x, y) => PackagePath.Compare(x.Path, y.Path));
        PackageRules.Check(description with { Files = files });

        var buffer = new ArrayBufferWriter<byte>(1024 + (256 * files.Length));
        var json = new CanonicalJsonWriter(buffer);
        json.StartObject();
        json.Name("agenda_items");
        json.StartArray();
        foreach (var item in description.AgendaItems)
        {
            Write(json, item);
        }

        json.EndArray();
        json.Name("files");
        json.StartArray();
        foreach (var file in files)
        {
            Write(json, file);
        }

        json.EndArray();
        json.Member("format", Format);
        json.Member("id", description.Id);
        if (description.Intro is not null)
        {
            json.Member("intro", description.Intro);
        }

        json.Member("time", Rfc3339Converter.Format(description.Time));
        json.Member("title", description.Title);
        json.EndObject();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="Serialize"/> writes, and nothing else.</summary>
    /// <exception cref="FormatException">Not JSON, an unknown format, unknown or missing members, or values that cannot be.</exception>
    public static PackageDescription Parse(ReadOnlyMemory<byte> metadata)
    {
        MetadataDocument document;
        try
        {
            CheckFormat(metadata);
            document = JsonSerializer.Deserialize(metadata.Span, MetadataJson.Default.MetadataDocument)
                ?? throw new FormatException("The package's metadata is null.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The package's metadata is malformed: {exception.Message}", exception);
        }

        var description = new PackageDescription(
            document.Id,
            document.Title,
            document.Time,
            document.Intro,
            [.. document.AgendaItems.Select(static item =>
                new PackageAgendaItem(item.Title, item.Position, item.Presenter, item.DurationMinutes, item.Files))],
            [.. document.Files.Select(static file => new PackageFile(
                file.Path, file.Size, file.ContentType, BlobHash.Parse(file.Sha256), ParseCrc32(file.Crc32), file.UpdatedAt))]);
        PackageRules.Check(description);
        return description;
    }

    /// <summary>Another format may have other members: its number is told first, for a clear message.</summary>
    private static void CheckFormat(ReadOnlyMemory<byte> metadata)
    {
        var reader = new Utf8JsonReader(metadata.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("The package's metadata is no JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isFormat = reader.ValueTextEquals("format"u8);
            reader.Read();
            if (isFormat)
            {
                if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var format) || format != Format)
                {
                    throw new FormatException($"The package's metadata has a format other than {Format}: a newer program wrote it.");
                }

                return;
            }

            reader.Skip();
        }

        throw new FormatException("The package's metadata names no format.");
    }

    private static uint ParseCrc32(string text) =>
        text.Length == 8 && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var crc32)
            ? crc32
            : throw new FormatException("A CRC-32 is 8 hexadecimal digits.");

    private static void Write(CanonicalJsonWriter json, PackageAgendaItem item)
    {
        json.StartObject();
        if (item.DurationMinutes is { } minutes)
        {
            json.Member("duration_minutes", minutes);
        }

        json.Name("files");
        json.StartArray();
        foreach (var path in item.Files)
        {
            json.String(path);
        }

        json.EndArray();
        json.Member("position", item.Position);
        if (item.Presenter is not null)
        {
            json.Member("presenter", item.Presenter);
        }

        json.Member("title", item.Title);
        json.EndObject();
    }

    private static void Write(CanonicalJsonWriter json, PackageFile file)
    {
        json.StartObject();
        json.Member("content_type", file.ContentType);
        json.Member("crc32", file.Crc32.ToString("x8", CultureInfo.InvariantCulture));
        json.Member("path", file.Path);
        json.Member("sha256", file.Sha256.ToString());
        json.Member("size", file.Size);
        json.Member("updated_at", Rfc3339Converter.Format(file.UpdatedAt));
        json.EndObject();
    }
}
