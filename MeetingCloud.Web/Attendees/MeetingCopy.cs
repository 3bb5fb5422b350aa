using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Attendees;

/// <summary>A meeting as last heard of.</summary>
/// <param name="Data">Null where there is none.</param>
/// <param name="IsKnown">False while the control plane is away and nothing that is new enough is remembered.</param>
/// <param name="AsOf">When it was heard.</param>
/// <param name="IsOld">The control plane has been away since.</param>
internal sealed record MeetingCopy(MeetingData? Data, bool IsKnown, DateTimeOffset AsOf, bool IsOld);
