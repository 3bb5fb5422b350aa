using System.Runtime.InteropServices;

namespace MeetingCloud.Node.Peers;

/// <summary>One place to ask for a blob, and how.</summary>
/// <param name="Url">A node's base address, or the control plane's.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BlobSource(Uri Url, BlobAsk Ask)
{
    /// <summary>Whether the answer depends on nothing but the source itself: it is waiting for no third.</summary>
    public bool IsDirect => Ask is BlobAsk.ForWhole or BlobAsk.ControlPlane;

    /// <summary>The same, to be asked for what it can give at once.</summary>
    public BlobSource OrNothing() => Ask == BlobAsk.ControlPlane ? this : this with { Ask = BlobAsk.ForWhole };
}
