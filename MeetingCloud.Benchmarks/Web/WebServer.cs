using MeetingCloud.Benchmarks.Cluster;
using MeetingCloud.Benchmarks.Processes;

namespace MeetingCloud.Benchmarks.Web;

/// <summary>The web, for a cluster.</summary>
internal static class WebServer
{
    private const string Assembly = "MeetingCloud.Web";

    /// <param name="api">Where it finds the control plane: browsers are told the control plane's own address in any case.</param>
    public static Task<ServiceProcess> StartAsync(BenchmarkCluster cluster, Uri api, CancellationToken cancellationToken)
    {
        var folder = cluster.Folder.Sub("web");
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ADMIN_API_KEY"] = cluster.AdminKey,
            ["services__api__http__0"] = api.OriginalString,
            ["BASE_URL"] = cluster.Api.Url.OriginalString,
            ["DATA_PROTECTION_PATH"] = Path.Combine(folder, "keys"),
        };
        return ServiceProcess.StartAsync(Assembly, "PORT", folder, settings, cancellationToken);
    }
}
