using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace MeetingCloud.OfflineHosting.Engine;

/// <summary>Command line arguments of a resource; those known only at its start are <see cref="IValueProvider"/>.</summary>
internal sealed record Arguments(IReadOnlyList<object> Values) : IResourceAnnotation
{
    public static async Task<List<string>> EvaluateAsync(IResource resource, CancellationToken cancellationToken)
    {
        var arguments = new List<string>();
        foreach (var value in resource.Annotations.OfType<Arguments>().SelectMany(static annotation => annotation.Values))
        {
            arguments.Add(value is IValueProvider provider
                ? await provider.GetValueAsync(cancellationToken) ?? ""
                : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        }

        return arguments;
    }
}
