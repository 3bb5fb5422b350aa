namespace MeetingCloud.Api.Nodes.Selection;

/// <summary>Chooses the node of a download.</summary>
internal interface ISelectionPolicy
{
    /// <summary>As <c>NODE_SELECTION</c> names it.</summary>
    string Name { get; }

    /// <param name="meetingId">The meeting that is downloaded.</param>
    /// <param name="ready">At least one node, each active and holding the meeting's current version.</param>
    NodeEntry Pick(string meetingId, IReadOnlyList<NodeEntry> ready);
}
