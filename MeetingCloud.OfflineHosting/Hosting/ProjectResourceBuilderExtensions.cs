using Aspire.Hosting.ApplicationModel;
using MeetingCloud.OfflineHosting.Engine;

namespace Aspire.Hosting;

/// <summary>Projects.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a project of the AppHost's project references.</summary>
    /// <param name="launchProfileName">Null, and it must be null: this engine starts builds, it does not read launch profiles.</param>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new()
    {
        if (launchProfileName is not null)
        {
            throw new NotSupportedException("Launch profiles are Aspire's: OfflineHosting starts a project's build as it is.");
        }

        return builder.AddResource(new ProjectResource(name))
            .WithAnnotation(new TProject())
            .WithAnnotation(TelemetryEnvironment.For(name, builder.Configuration))
            .WithListenAddresses();
    }
}
