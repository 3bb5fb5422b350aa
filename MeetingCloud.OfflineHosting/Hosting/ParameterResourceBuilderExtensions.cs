using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Parameters.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>
    /// Adds a value that the configuration has as <c>Parameters:{name}</c>, or with <c>_</c> for <c>-</c>, as environment
    /// variables need it.
    /// </summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false)
    {
        var key = $"Parameters:{name}";
        return builder.AddResource(new ParameterResource(
            name,
            () => builder.Configuration[key]
                ?? builder.Configuration[key.Replace('-', '_')]
                ?? throw new DistributedApplicationException($"The configuration has no value for the parameter '{name}': '{key}' is missing."),
            secret));
    }
}
