using MeetingCloud.Benchmarks.Reporting;

namespace MeetingCloud.Benchmarks.Scenarios;

/// <summary>One claim about speed or size, measured on real processes that it starts and stops itself.</summary>
internal interface IScenario
{
    /// <summary>As the command line names it.</summary>
    string Name { get; }

    /// <summary>One line for people.</summary>
    string Summary { get; }

    Task<IReadOnlyList<Measurement>> RunAsync(Progress progress, CancellationToken cancellationToken);
}
