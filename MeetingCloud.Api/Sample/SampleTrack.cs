namespace MeetingCloud.Api.Sample;

/// <param name="File">Path of the audio.</param>
internal sealed record SampleTrack(string Title, string File, int? DurationSeconds = null);
