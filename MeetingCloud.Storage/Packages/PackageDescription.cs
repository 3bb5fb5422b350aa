namespace MeetingCloud.Storage.Packages;

/// <summary>What a package's <c>metadata.json</c> says: all of a meeting that attendees see, and nothing else.</summary>
/// <param name="AgendaItems">In the order of the agenda.</param>
/// <param name="Files">In any order; <see cref="PackageMetadata"/> puts them into the package's.</param>
public sealed record PackageDescription(
    string Id,
    string Title,
    DateTimeOffset Time,
    string? Intro,
    IReadOnlyList<PackageAgendaItem> AgendaItems,
    IReadOnlyList<PackageFile> Files);
