using Aspire.Hosting.ApplicationModel;

namespace MeetingCloud.OfflineHosting.Engine;

/// <summary>Variables of a resource's environment, evaluated when it starts.</summary>
internal sealed record EnvironmentVariables(Func<CancellationToken, ValueTask<IEnumerable<KeyValuePair<string, string?>>>> EvaluateAsync)
    : IResourceAnnotation
{
    public static EnvironmentVariables Of(string name, Func<CancellationToken, ValueTask<string?>> value) =>
        new(async cancellationToken => [new(name, await value(cancellationToken))]);
}
