using System.Globalization;
using System.Text;
using MeetingCloud.Contracts;

namespace MeetingCloud.Web.ControlPlane;

/// <summary>Which page of which meetings.</summary>
/// <param name="Text">Part of a title; null for any.</param>
/// <param name="Sort">As the contract names it: <c>time</c>, <c>title</c>, <c>updated_at</c>, with <c>-</c> in front for descending.</param>
/// <param name="PageNumber">From 1.</param>
public sealed record MeetingQuery(string? Text, MeetingStatus? Status, string Sort, int PageNumber, int PageSize)
{
    internal string ToPath()
    {
        var path = new StringBuilder(Routes.Meetings)
            .Append(CultureInfo.InvariantCulture, $"?page={PageNumber}&page_size={PageSize}&sort={Uri.EscapeDataString(Sort)}");
        if (Status is { } status)
        {
            path.Append("&status=").Append(status.ToString().ToLowerInvariant());
        }

        if (!string.IsNullOrWhiteSpace(Text))
        {
            path.Append("&q=").Append(Uri.EscapeDataString(Text.Trim()));
        }

        return path.ToString();
    }
}
