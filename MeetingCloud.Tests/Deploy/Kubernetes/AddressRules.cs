using System.Text.Json.Nodes;

namespace MeetingCloud.Tests.Deploy.Kubernetes;

/// <summary>What people, tablets and nodes are told to call is what the Ingress has.</summary>
internal static class AddressRules
{
    public static IEnumerable<string> Check(ManifestSet set)
    {
        var ingress = set.OfKind("Ingress").Single();
        foreach (var host in ingress.Items("spec.rules").Select(static rule => rule.Text("host")!).Where(host => !IsCovered(ingress, host)))
        {
            yield return $"no certificate for {host}";
        }

        foreach (var rule in ingress.Items("spec.rules"))
        {
            if (Target(set, rule) is null)
            {
                yield return $"{rule.Text("host")} leads nowhere";
            }
        }

        foreach (var workload in set.Workloads.Where(static workload => workload.Name is "api" or "web"))
        {
            var address = workload.Variables(set)["BASE_URL"];
            if (Leads(set, ingress, address)?.Name != "api")
            {
                yield return $"{workload.Name} tells others {address}, which is not the control plane's";
            }
        }

        var node = set.Workloads.Single(static workload => workload.Name == "node");
        var first = node.Variables(set)["NODE_PUBLIC_URL"];
        foreach (var pod in node.PodNames)
        {
            var address = first.Replace("//node-0.", $"//{pod}.", StringComparison.Ordinal);
            if (ServiceOf(set, ingress, address).At("spec.selector") is not JsonObject selector || selector["statefulset.kubernetes.io/pod-name"]?.ToString() != pod)
            {
                yield return $"{address} does not lead to {pod} alone";
            }
        }

        if (node.PodNames.Select(pod => first.Replace("//node-0.", $"//{pod}.", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Count() != node.Replicas)
        {
            yield return "two nodes have one address";
        }
    }

    private static bool IsCovered(JsonObject ingress, string host) => ingress.Items("spec.tls").SelectMany(static tls => tls.Items("hosts"))
        .Any(name => name.ToString() == host || name.ToString() == "*" + host[host.IndexOf('.', StringComparison.Ordinal)..]);

    private static Workload? Leads(ManifestSet set, JsonObject ingress, string address) =>
        Rule(ingress, address) is { } rule ? Target(set, rule) : null;

    private static JsonObject? ServiceOf(ManifestSet set, JsonObject ingress, string address) =>
        Rule(ingress, address) is { } rule ? set.Find("Service", Backend(rule).Text("name")) : null;

    private static JsonNode? Rule(JsonObject ingress, string address) =>
        new Uri(address) is { Scheme: "https" } url ? ingress.Items("spec.rules").SingleOrDefault(rule => rule.Text("host") == url.Host) : null;

    private static JsonNode? Backend(JsonNode rule) => rule.Items("http.paths").Single().At("backend.service");

    /// <summary>The workload behind a rule, if it has the port that the rule names.</summary>
    private static Workload? Target(ManifestSet set, JsonNode rule)
    {
        var backend = Backend(rule);
        var service = set.Find("Service", backend.Text("name"));
        return service is not null && service.Items("spec.ports").Any(port => port.Text("name") == backend.Text("port.name"))
            ? set.Selected(service.At("spec.selector")).SingleOrDefault()
            : null;
    }
}
