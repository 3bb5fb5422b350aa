using System.Globalization;
using MeetingCloud.Contracts;
using MeetingCloud.Web.Editing;

namespace MeetingCloud.Web.Components.Desk;

/// <summary>An agenda item as texts of a form, named as the contract names them.</summary>
internal static class AgendaFields
{
    public const string Title = "title";
    public const string Presenter = "presenter";
    public const string Minutes = "duration_minutes";

    public static readonly StoredFields Empty = Of("", "", "", version: 0);

    /// <param name="version">The meeting's.</param>
    public static StoredFields Of(AgendaItem item, long version) =>
        Of(item.Title, item.Presenter ?? "", item.DurationMinutes?.ToString(CultureInfo.InvariantCulture) ?? "", version);

    public static AgendaItemRequest ToRequest(IReadOnlyDictionary<string, string> texts, int position) => new(
        texts[Title].Trim(),
        position,
        texts[Presenter].Trim().Length == 0 ? null : texts[Presenter].Trim(),
        ReadMinutes(texts[Minutes], out var minutes) ? minutes : null);

    /// <summary>Whether it is a duration, or none.</summary>
    public static bool ReadMinutes(string text, out int? minutes)
    {
        const int week = 7 * 24 * 60;
        minutes = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        if (int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= week)
        {
            minutes = number;
            return true;
        }

        return false;
    }

    private static StoredFields Of(string title, string presenter, string minutes, long version) =>
        new(version, new Dictionary<string, string>(StringComparer.Ordinal) { [Title] = title, [Presenter] = presenter, [Minutes] = minutes });
}
