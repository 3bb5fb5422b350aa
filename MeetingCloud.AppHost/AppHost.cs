using MeetingCloud.AppHost;
using MeetingCloud.AppHost.Redis;

const int ApiPort = 8000;
const int WebPort = 8080;
const int FirstWebDavPort = 8101;
const string WebDavUser = "meetingcloud";
const string WebDavMaxConcurrent = "20";

var builder = DistributedApplication.CreateBuilder(args);
if (!ClusterOptions.TryParse(args, builder, out var cluster, out var problem))
{
    await Console.Error.WriteLineAsync(problem);
    Environment.ExitCode = ClusterOptions.UsageError;
    return;
}

// Whoever publishes keeps nothing here.
var data = new DataFolder(cluster.Data, make: builder.ExecutionContext.IsRunMode);
await GeneratedKeys.ProvideAsync(builder, data, Console.Out);
var adminKey = builder.AddParameter("admin-api-key", secret: true);
var nodeKey = builder.AddParameter("api-key", secret: true);

var redis = await builder.AddRegistryAsync("redis");

var api = builder.AddProject<Projects.MeetingCloud_Api>("api", launchProfileName: null)
    .WithHttpEndpoint(port: ApiPort)
    .WithHttpHealthCheck("/health")
    .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
    .WithEnvironment("ADMIN_API_KEY", adminKey)
    .WithEnvironment("API_KEY", nodeKey)
    .WithEnvironment("DATABASE_URL", data.DatabaseUrl)
    .WithEnvironment("UPLOAD_DIR", data.Uploads)
    .WithReference(redis)
    .WaitFor(redis);
api.WithEnvironment("BASE_URL", api.GetEndpoint("http"));

// Milliseconds: the servers below have no budget, and whoever kills one wants to see it.
if (builder.ExecutionContext.IsRunMode && cluster.WebDavServers > 0)
{
    api.WithEnvironment("WEBDAV_HEALTH_CHECK_INTERVAL", "5000");
}

// A first start is not empty. A published application begins with its own meetings.
if (builder.ExecutionContext.IsRunMode && SampleFolder.Find() is { } sample)
{
    api.WithEnvironment("SAMPLE_DIR", sample);
}

IResourceBuilder<ParameterResource>? webDavPassword = null;
var webDavServers = new List<IResourceBuilder<ProjectResource>>();
var nodes = new List<IResourceBuilder<ProjectResource>>();

// The origin pool: servers with ports and disks of their own. Nobody waits for them, for the control plane works while one is away.
for (var number = 1; number <= cluster.WebDavServers; number++)
{
    var id = $"webdav-{number}";
    // Whoever publishes none is not asked for it.
    webDavPassword ??= builder.AddParameter("webdav-password", secret: true);
    var server = builder.AddProject<Projects.MeetingCloud_Dav>(id, launchProfileName: null)
        .WithHttpEndpoint(port: FirstWebDavPort + number - 1)
        .WithHttpHealthCheck("/health")
        .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
        .WithEnvironment("DAV_ROOT", data.StorageOf(id))
        .WithEnvironment("DAV_USERNAME", WebDavUser)
        .WithEnvironment("DAV_PASSWORD", webDavPassword)
        .WithEnvironment("DAV_MAX_CONCURRENT", WebDavMaxConcurrent);
    api.WithEnvironment($"WEBDAV_URL_{number}", server.GetEndpoint("http"))
        .WithEnvironment($"WEBDAV_USERNAME_{number}", WebDavUser)
        .WithEnvironment($"WEBDAV_PASSWORD_{number}", webDavPassword)
        .WithEnvironment($"WEBDAV_MAX_CONCURRENT_{number}", WebDavMaxConcurrent)
        .WithEnvironment($"WEBDAV_DESCRIPTION_{number}", id);
    webDavServers.Add(server);
}

// Resources of their own and not replicas: each has its id, port and disk, and a download link names one of them.
for (var number = 1; number <= cluster.Nodes; number++)
{
    var id = $"node-{number}";
    var node = builder.AddProject<Projects.MeetingCloud_Node>(id, launchProfileName: null)
        .WithHttpEndpoint(port: ApiPort + number)
        .WithHttpHealthCheck("/health")
        .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
        .WithEnvironment("NODE_ID", id)
        .WithEnvironment("NODE_IP", "127.0.0.1")
        .WithEnvironment("MAIN_SERVER_URL", api.GetEndpoint("http"))
        .WithEnvironment("API_KEY", nodeKey)
        .WithEnvironment("STORAGE_PATH", data.StorageOf(id))
        .WithReference(api)
        .WaitFor(api);
    node.WithEnvironment("NODE_PORT", node.GetEndpoint("http").Property(EndpointProperty.Port));
    nodes.Add(node);
}

var web = builder.AddProject<Projects.MeetingCloud_Web>("web", launchProfileName: null)
    .WithHttpEndpoint(port: WebPort)
    .WithHttpHealthCheck("/health")
    .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
    .WithEnvironment("ADMIN_API_KEY", adminKey)
    .WithEnvironment("BASE_URL", api.GetEndpoint("http"))
    .WithEnvironment("DATA_PROTECTION_PATH", data.WebKeys)
    .WithReference(api)
    .WaitFor(api);

// Containers have other ports, folders and addresses.
builder.PrepareForPublishing(new Topology(api, nodes, webDavServers, web));

await builder.Build().RunAsync();
