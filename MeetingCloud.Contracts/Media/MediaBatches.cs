using System.Text.Json.Serialization;

namespace MeetingCloud.Contracts;

/// <summary>Body of <c>POST …/batch-delete</c>.</summary>
/// <param name="Ids">1 to 1,000; one that is named twice counts once.</param>
public sealed record BatchDeleteRequest(IReadOnlyList<string>? Ids);

/// <summary>Body of <c>POST …/batch-artwork</c>: gives many the picture that something has already.</summary>
/// <param name="Ids">1 to 1,000; one that is named twice counts once.</param>
/// <param name="Sha256">Of a picture that is the artwork of something now.</param>
public sealed record BatchArtworkRequest(IReadOnlyList<string>? Ids, ArtworkSlot? Slot, string? Sha256);

/// <summary>What a batch did. All that could be done was done together, in one transaction; the rest is told apart here.</summary>
/// <param name="Changed">How many of the results are <c>deleted</c> or <c>updated</c>.</param>
/// <param name="Results">One for each id, in the order asked.</param>
public sealed record BatchResult(int Changed, IReadOnlyList<BatchItem> Results);

/// <summary>What became of one id.</summary>
public sealed record BatchItem(string Id, BatchOutcome Status);

/// <summary>What a batch did with one id.</summary>
[JsonConverter(typeof(ContractEnumConverter<BatchOutcome>))]
public enum BatchOutcome
{
    [JsonStringEnumMemberName("deleted")] Deleted,
    [JsonStringEnumMemberName("updated")] Updated,

    /// <summary>It was so already.</summary>
    [JsonStringEnumMemberName("unchanged")] Unchanged,
    [JsonStringEnumMemberName("not_found")] NotFound,
}
