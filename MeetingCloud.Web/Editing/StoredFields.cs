namespace MeetingCloud.Web.Editing;

/// <summary>What is stored, as the texts of a form's fields.</summary>
/// <param name="Version">Of what they belong to; a field may be the same in many versions.</param>
public sealed record StoredFields(long Version, IReadOnlyDictionary<string, string> Texts);
