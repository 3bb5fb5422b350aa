namespace MeetingCloud.Api.Data.Copying;

/// <summary>Nothing was copied; the message says why, and what to do.</summary>
internal sealed class CopyRefusedException(string message, Exception? inner = null) : Exception(message, inner);
