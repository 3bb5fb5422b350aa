namespace MeetingCloud.Web.Editing;

/// <param name="IsSaved">False where others changed the same fields: the draft names them, and nothing was sent over theirs.</param>
/// <param name="TakenIn">Fields that others had changed meanwhile, and that were left alone here.</param>
public sealed record SaveResult(bool IsSaved, IReadOnlyList<string> TakenIn);
