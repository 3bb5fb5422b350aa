using System.Runtime.InteropServices;

namespace MeetingCloud.Storage.Origins;

/// <summary>An answer to a wish for requests from a budget.</summary>
/// <param name="Granted">Requests that may be made.</param>
/// <param name="RetryAfter">Where fewer were granted than wanted: when asking again is worth while.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RequestGrant(int Granted, TimeSpan RetryAfter);
