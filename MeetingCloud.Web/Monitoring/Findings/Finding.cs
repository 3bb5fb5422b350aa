namespace MeetingCloud.Web.Monitoring.Findings;

/// <summary>Something that is wrong now.</summary>
/// <param name="Link">Where it can be seen and mended: a path of this site.</param>
/// <param name="Subjects">What it befell, by name.</param>
/// <param name="Count">How many: subjects, files, requests.</param>
/// <param name="Of">Of how many there should be.</param>
/// <param name="Reason">In the control plane's own words, English.</param>
/// <param name="Until">When the control plane tries again by itself.</param>
public sealed record Finding(
    FindingKind Kind,
    Severity Severity,
    string Link,
    IReadOnlyList<string> Subjects,
    long Count = 0,
    long Of = 0,
    string? Reason = null,
    DateTimeOffset? Until = null);
