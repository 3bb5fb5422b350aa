namespace MeetingCloud.Storage.Packages;

/// <summary>An item of the agenda.</summary>
/// <param name="Files">Paths of the papers that belong to it.</param>
public sealed record PackageAgendaItem(
    string Title,
    int Position,
    string? Presenter,
    int? DurationMinutes,
    IReadOnlyList<string> Files);
