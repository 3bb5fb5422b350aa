using System.Globalization;
using MeetingCloud.Api.Data;
using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Meetings;

/// <summary>From the database's rows to the contract's records.</summary>
internal static class MeetingMapping
{
    public static Meeting ToContract(this MeetingRow row) => new(
        row.Id,
        row.Title,
        row.Time,
        row.Intro,
        row.Status,
        row.AccessCode,
        row.Version,
        row.CreatedAt,
        row.UpdatedAt,
        [.. row.Agenda.InOrder().Select(ToContract)],
        [.. row.Files.InOrder().Select(ToContract)]);

    public static AgendaItem ToContract(this AgendaRow row) => new(row.Id, row.Title, row.Position, row.Presenter, row.DurationMinutes);

    public static MeetingFile ToContract(this FileRow row) => new(
        row.Id, row.Path, row.Size, row.ContentType, row.Sha256, FormatCrc32(row.Crc32), row.UpdatedAt, row.AgendaItemId);

    /// <summary>By position; ids grow with time, so equal positions keep the order of creation.</summary>
    public static IEnumerable<AgendaRow> InOrder(this IEnumerable<AgendaRow> rows) =>
        rows.OrderBy(a => a.Position).ThenBy(a => a.Id, StringComparer.Ordinal);

    public static IEnumerable<FileRow> InOrder(this IEnumerable<FileRow> rows) => rows.OrderBy(f => f.Path, StringComparer.Ordinal);

    public static string FormatCrc32(uint value) => value.ToString("x8", CultureInfo.InvariantCulture);
}
