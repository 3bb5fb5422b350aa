namespace MeetingCloud.Api.Sample;

/// <param name="File">Path of the audio.</param>
internal sealed record SampleTrack(string Title, int? DurationSeconds, string File);
