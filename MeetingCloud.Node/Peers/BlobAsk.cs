namespace MeetingCloud.Node.Peers;

/// <summary>What a source is asked for.</summary>
internal enum BlobAsk
{
    /// <summary>A node, for what it has whole.</summary>
    ForWhole,

    /// <summary>A neighbour, for what it has whole or is getting.</summary>
    ForArriving,

    /// <summary>The neighbour whose turn it is to fetch the blob for the site: also for what it has not begun to fetch yet.</summary>
    ForTurn,

    /// <summary>The control plane, which has everything.</summary>
    ControlPlane,
}
