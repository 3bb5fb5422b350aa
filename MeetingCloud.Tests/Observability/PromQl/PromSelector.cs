namespace MeetingCloud.Tests.Observability.PromQl;

/// <summary>A metric as an expression names it.</summary>
internal sealed record PromSelector(string Metric, IReadOnlyList<PromMatcher> Matchers);

/// <param name="Operator">One of <c>= != =~ !~</c>.</param>
internal sealed record PromMatcher(string Label, string Operator, string Value);
