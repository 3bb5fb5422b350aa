using MeetingCloud.Api.Http;

namespace MeetingCloud.Api.Media;

/// <summary>The ids of a batch.</summary>
internal static class BatchIds
{
    /// <summary>In a body. One transaction of that many is still short for those who wait behind it.</summary>
    public const int Max = 1000;

    /// <summary>In a query: servers and proxies take request lines of 8 KiB.</summary>
    public const int MaxInQuery = 100;

    /// <summary>The ids in their order, each once.</summary>
    public static IReadOnlyList<string> Check(IReadOnlyList<string?>? ids, int max, FieldErrors errors)
    {
        errors.When(ids is null or { Count: 0 }, "ids", "is missing or empty.");
        errors.When(ids?.Count > max, "ids", $"has more than {max} ids.");
        errors.When(ids?.Any(string.IsNullOrEmpty) == true, "ids", "has an empty id.");
        return [.. (ids ?? []).OfType<string>().Distinct(StringComparer.Ordinal)];
    }
}
