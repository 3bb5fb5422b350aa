namespace MeetingCloud.Api.Nodes.Selection;

/// <summary>Chooses the node of a download.</summary>
internal interface ISelectionPolicy
{
    /// <param name="meetingId">The meeting that is downloaded.</param>
    /// <param name="ready">At least one node, each active and holding the meeting's current version.</param>
    NodeEntry Pick(string meetingId, IReadOnlyList<NodeEntry> ready);
}
