using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using MeetingCloud.OfflineHosting.Engine;
using MeetingCloud.Tests.AppHost;
using MeetingCloud.Tests.Deploy;
using MeetingCloud.Tests.Deploy.Compose;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.OfflineHosting.Compose;

/// <summary>The Compose file is the AppHost's model, with one node and the control plane's own disk as origin.</summary>
public sealed class ComposeModelTests
{
    // What the engine tells a process of its own accord, and what a container is told in another way.
    private static readonly string[] s_engine = ["ASPNETCORE_", "DOTNET_", "OTEL_", "API_HTTP", "REDIS_", "SAMPLE_DIR"];

    [Fact]
    public async Task Compose_HasTheModelsResources_WithTheirVariablesAndPorts()
    {
        using var data = new TemporaryFolder();
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.MeetingCloud_AppHost>(
            ["--data", data.Path, "--nodes", "1", "--webdav-servers", "0"]);
        await using var application = await builder.BuildAsync();
        var resources = application.Services.GetRequiredService<ResourceModel>().Resources;
        var compose = new ComposeFile().Services;
        // Nothing is started: ports are those that are asked for.
        foreach (var endpoint in resources.SelectMany(static resource => resource.Annotations.OfType<EndpointAnnotation>()))
        {
            endpoint.AllocatedPort = endpoint.Port ?? 6379;
        }

        var processes = resources.Where(LaunchPlan.IsProcess).ToList();
        Assert.Equal(processes.Select(static resource => resource.Name).Order(StringComparer.Ordinal), compose.Keys.Order(StringComparer.Ordinal));
        foreach (var resource in processes.OfType<ProjectResource>())
        {
            var command = await LaunchPlan.MakeAsync(resource, CancellationToken.None);
            var told = command.Environment.Keys.Where(static name => !s_engine.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))).ToHashSet(StringComparer.Ordinal);
            if (told.Contains("MAIN_SERVER_URL"))
            {
                told.Remove("services__api__http__0");
            }

            Assert.Superset(told, compose[resource.Name].Map("environment").Keys.ToHashSet(StringComparer.Ordinal));
            Assert.Equal(
                $"127.0.0.1:{resource.Annotations.OfType<EndpointAnnotation>().Single().Port}:8080",
                Assert.Single(compose[resource.Name].Items("ports")).ToString());
        }
    }
}
