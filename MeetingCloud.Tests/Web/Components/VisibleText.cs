using System.Text.RegularExpressions;

namespace MeetingCloud.Tests.Web.Components;

internal static partial class VisibleText
{
    /// <summary>What a reader sees: tags are gaps between words.</summary>
    public static string Of(string html) => Gaps().Replace(Tags().Replace(html, " "), " ");

    [GeneratedRegex("</?[a-z][^>]{2,}>|</?(?:p|a|h1|h2|h3|i|dl|dt|dd|ul|ol|li|td|th|tr)>", RegexOptions.None, 1000)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Gaps();
}
