using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using MeetingCloud.OfflineHosting;
using MeetingCloud.OfflineHosting.Engine;
using Microsoft.Extensions.Configuration;

namespace MeetingCloud.Tests.OfflineHosting;

public sealed class EnvironmentTests
{
    [Fact]
    public async Task Project_IsToldWhereToListenAndWhoItIs()
    {
        await using var application = new TestApplication("--OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317");
        var project = application.Builder.AddProject<ThisAssembly>("node-1", launchProfileName: null).WithHttpEndpoint();
        PortAllocator.Allocate([project.Resource], randomize: true);

        var environment = await EnvironmentOfAsync(project.Resource);

        Assert.Equal(project.GetEndpoint("http").Url, environment["ASPNETCORE_URLS"]);
        Assert.Equal("node-1", environment["OTEL_SERVICE_NAME"]);
        Assert.Equal("service.instance.id=node-1", environment["OTEL_RESOURCE_ATTRIBUTES"]);
        Assert.Equal("http://collector:4317", environment["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Null(environment["DOTNET_LAUNCH_PROFILE"]);
    }

    [Fact]
    public async Task Reference_TellsTheEndpoint_ToServiceDiscoveryAndByName()
    {
        await using var application = new TestApplication();
        var api = application.Builder.AddProject<ThisAssembly>("my-api", launchProfileName: null).WithHttpEndpoint();
        var client = application.AddRecorder("client").WithReference(api).WithEnvironment("BASE", api.GetEndpoint("http"));
        PortAllocator.Allocate([api.Resource], randomize: true);

        var environment = await EnvironmentOfAsync(client.Resource);

        var url = api.GetEndpoint("http").Url;
        Assert.Equal(url, environment["services__my-api__http__0"]);
        Assert.Equal(url, environment["MY_API_HTTP"]);
        Assert.Equal(url, environment["BASE"]);
    }

    [Fact]
    public async Task Reference_TellsTheConnectionStringAndItsParts()
    {
        await using var application = new TestApplication();
        var redis = application.Builder.AddRedis("redis", port: null);
        var client = application.AddRecorder("client").WithReference(redis);
        PortAllocator.Allocate([redis.Resource], randomize: true);

        var environment = await EnvironmentOfAsync(client.Resource);

        var port = redis.Resource.PrimaryEndpoint.Port;
        Assert.Equal($"localhost:{port}", environment["ConnectionStrings__redis"]);
        Assert.Equal("localhost", environment["REDIS_HOST"]);
        Assert.Equal($"{port}", environment["REDIS_PORT"]);
        Assert.Equal($"redis://localhost:{port}", environment["REDIS_URI"]);
    }

    [Theory]
    [InlineData("Parameters:api-key")]
    [InlineData("Parameters:api_key")]
    public async Task Parameter_IsReadFromTheConfiguration_InEitherSpelling(string key)
    {
        await using var application = new TestApplication();
        application.Builder.Configuration.AddInMemoryCollection([new(key, "secret")]);
        var client = application.AddRecorder("client").WithEnvironment("API_KEY", application.Builder.AddParameter("api-key", secret: true));

        Assert.Equal("secret", (await EnvironmentOfAsync(client.Resource))["API_KEY"]);
    }

    [Fact]
    public async Task Parameter_IsAnErrorThatNamesIt_WhenTheConfigurationHasNone()
    {
        await using var application = new TestApplication();
        application.AddRecorder("client").WithEnvironment("API_KEY", application.Builder.AddParameter("api-key", secret: true));

        await application.StartAsync();
        await application.InStateAsync("client", KnownResourceStates.FailedToStart);

        Assert.Contains("no value for the parameter 'api-key'", application.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_GetsItsEnvironmentAndArguments_WhenItStarts()
    {
        await using var application = new TestApplication();
        var server = application.AddScript("server", "echo \"$GREETING $SERVER_PORT $0\" > told; sleep 60")
            .WithHttpEndpoint(env: "SERVER_PORT")
            .WithEnvironment("GREETING", "你好 \"a b\"");
        server.WithArgs(server.GetEndpoint("http").Property(EndpointProperty.TargetPort));

        await application.StartAsync();
        await application.HealthyAsync("server");
        var port = server.GetEndpoint("http").Port;
        await TestApplication.UntilAsync(() => Told(application).EndsWith('\n'));

        Assert.Equal($"你好 \"a b\" {port} {port}\n", Told(application));
    }

    [Fact]
    public async Task Container_IsPublishedOnLoopbackAndKeepsSecretsOffTheCommandLine()
    {
        await using var application = new TestApplication();
        var redis = application.Builder.AddRedis("redis", port: null).WithImageTag("8").WithEnvironment("SECRET", "hidden");
        PortAllocator.Allocate([redis.Resource], randomize: true);

        var command = await LaunchPlan.MakeAsync(redis.Resource, CancellationToken.None);

        Assert.Matches("^redis-[0-9a-f]{8}$", command.Arguments[4]);
        Assert.Equal(
            ["run", "--rm", "--init", "--name", command.Arguments[4], "--publish", $"127.0.0.1:{redis.Resource.PrimaryEndpoint.Port}:6379", "--env", "SECRET",
             "docker.io/library/redis:8", "redis-server", "--save", "", "--appendonly", "no"],
            command.Arguments);
        Assert.Equal(["rm", "--force", "--volumes", command.Arguments[4]], command.Removal);
        Assert.Equal("hidden", command.Environment["SECRET"]);
    }

    private static string Told(TestApplication application)
    {
        try
        {
            return application.FileOf("told");
        }
        catch (FileNotFoundException)
        {
            return "";
        }
    }

    private static async Task<IReadOnlyDictionary<string, string?>> EnvironmentOfAsync(IResource resource) =>
        (await LaunchPlan.MakeAsync(resource, CancellationToken.None)).Environment;

    private sealed class ThisAssembly : IProjectMetadata, IProjectOutput
    {
        public string ProjectPath => AssemblyPath;

        public string AssemblyPath => typeof(ThisAssembly).Assembly.Location;
    }
}
