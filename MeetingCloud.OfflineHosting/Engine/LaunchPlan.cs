using System.Globalization;
using System.Security.Cryptography;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using MeetingCloud.OfflineHosting.Supervision;

namespace MeetingCloud.OfflineHosting.Engine;

/// <summary>How each kind of resource becomes a process.</summary>
internal static class LaunchPlan
{
    public static bool IsProcess(IResource resource) => resource is ProjectResource or ExecutableResource or ContainerResource;

    public static async Task<StartCommand> MakeAsync(IResource resource, CancellationToken cancellationToken)
    {
        var arguments = await Arguments.EvaluateAsync(resource, cancellationToken);
        var environment = await EnvironmentOfAsync(resource, cancellationToken);
        switch (resource)
        {
            case ProjectResource:
                var project = resource.Annotations.OfType<IProjectMetadata>().Single();
                var assembly = ((IProjectOutput)project).AssemblyPath;
                return File.Exists(assembly)
                    ? new(resource.Name, DotnetHost.Path, ["exec", assembly, .. arguments], Path.GetDirectoryName(project.ProjectPath)!, environment)
                    : throw new DistributedApplicationException($"'{assembly}' has not been built.");

            case ExecutableResource executable:
                return new(resource.Name, executable.Command, arguments, executable.WorkingDirectory, environment);

            default:
                return Container((ContainerResource)resource, arguments, environment);
        }
    }

    /// <summary>
    /// The client that runs the container passes signals on to it and ends with it. A client that is killed leaves it running: it has a name of
    /// its own, by which it is removed then.
    /// </summary>
    private static StartCommand Container(ContainerResource container, List<string> arguments, Dictionary<string, string?> environment)
    {
        var image = container.Annotations.OfType<ContainerImageAnnotation>().Last();
        var name = $"{container.Name}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        List<string> run = ["run", "--rm", "--init", "--name", name];
        foreach (var endpoint in container.Annotations.OfType<EndpointAnnotation>())
        {
            run.AddRange(["--publish", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{endpoint.AllocatedPort}:{endpoint.TargetPort}")]);
        }

        foreach (var variable in environment.Keys.Where(variable => environment[variable] is not null))
        {
            // By name alone: the client reads the value from its own environment, and no secret shows in the process list.
            run.AddRange(["--env", variable]);
        }

        if (container.Entrypoint is { } entrypoint)
        {
            run.AddRange(["--entrypoint", entrypoint]);
        }

        run.Add($"{image.Registry}/{image.Image}:{image.Tag}");
        return new(
            container.Name, ContainerRuntime.Command, [.. run, .. arguments], Directory.GetCurrentDirectory(), environment,
            Removal: ["rm", "--force", "--volumes", name]);
    }

    private static async Task<Dictionary<string, string?>> EnvironmentOfAsync(IResource resource, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (resource is ProjectResource)
        {
            // The AppHost's own: resources must not take its launch profile or its addresses for theirs.
            environment["DOTNET_LAUNCH_PROFILE"] = null;
            environment["ASPNETCORE_URLS"] = null;
        }

        foreach (var (name, value) in ListenAddresses.PortVariables(resource))
        {
            environment[name] = value;
        }

        foreach (var variables in resource.Annotations.OfType<EnvironmentVariables>())
        {
            foreach (var (name, value) in await variables.EvaluateAsync(cancellationToken))
            {
                environment[name] = value;
            }
        }

        return environment;
    }
}
