using System.Globalization;

namespace MeetingCloud.Web.Monitoring;

/// <summary><c>node-2</c> comes before <c>node-10</c>.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static readonly NaturalOrder Instance = new();

    private static readonly StringComparer s_numeric = StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering);

    public int Compare(string? x, string? y) =>
        s_numeric.Compare(x, y) is var order and not 0 ? order : string.CompareOrdinal(x, y);
}
