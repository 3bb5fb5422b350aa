using System.Runtime.InteropServices;

namespace MeetingCloud.Storage.Origins.Placement;

/// <summary>A server as placement sees it.</summary>
/// <param name="Seed">A number of the server's own, uniform: <see cref="RendezvousHash.Seed"/> of its id.</param>
/// <param name="Weight">Its share; 0 comes last.</param>
/// <param name="Busy">Requests under way and waiting, divided by how many it takes at a time.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PlacementCandidate(ulong Seed, int Weight, double Busy);
