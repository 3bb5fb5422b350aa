namespace MeetingCloud.Benchmarks.Reporting;

/// <summary>What a scenario is doing, for whoever waits.</summary>
internal sealed class Progress(string scenario, TextWriter writer)
{
    public void Say(string text) => writer.WriteLine($"{scenario}: {text}");
}
