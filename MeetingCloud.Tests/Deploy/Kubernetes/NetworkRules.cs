using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MeetingCloud.Tests.Deploy.Kubernetes;

/// <summary>The policies let through each connection that a variable names, and the ingress controller's, and nothing by default.</summary>
internal static partial class NetworkRules
{
    private const string Namespace = "kubernetes.io/metadata.name";

    /// <summary>Where NodeLocal DNSCache answers, unless it is told otherwise.</summary>
    private const string NodeLocalDns = "169.254.20.10/32";

    public static IEnumerable<string> Default(ManifestSet set) =>
        set.Find("NetworkPolicy", "default-deny") is { } deny
        && deny.At("spec.podSelector") is JsonObject { Count: 0 }
        && deny.Items("spec.policyTypes").Select(static type => type.ToString()).SequenceEqual(["Ingress", "Egress"])
        && deny.At("spec.ingress") is null && deny.At("spec.egress") is null
            ? []
            : ["nothing is denied by default"];

    public static IEnumerable<string> Connections(ManifestSet set)
    {
        foreach (var (from, variable, host, port) in Named(set))
        {
            var labels = host.Split('.');
            // A Service, or a pod of one; else a Service of another namespace; else a host of elsewhere.
            var service = labels.Length > 2 ? null : set.Find("Service", labels[^1]);
            if (service is null)
            {
                if (!Allows(set, "egress", "to", from, labels.Length == 2 ? peer => IsNamespace(peer, labels[1]) : IsAnywhere, port))
                {
                    yield return $"{from.Name} may not call {host}:{port} ({variable})";
                }

                continue;
            }

            var target = set.Selected(service.At("spec.selector")).Single();
            var servicePort = service.Items("spec.ports").SingleOrDefault(p => p.Text("port") == port.ToString(CultureInfo.InvariantCulture));
            if (servicePort is null || target.Port(servicePort.Text("targetPort")) is not { } targetPort)
            {
                yield return $"{from.Name}: {host} has no port {port} ({variable})";
                continue;
            }

            if (!Allows(set, "egress", "to", from, peer => IsPod(peer, target), targetPort))
            {
                yield return $"{from.Name} may not call {target.Name}:{targetPort} ({variable})";
            }

            if (!Allows(set, "ingress", "from", target, peer => IsPod(peer, from), targetPort))
            {
                yield return $"{target.Name}:{targetPort} may not be called by {from.Name} ({variable})";
            }
        }
    }

    /// <summary>What the Ingress leads to can be called by a controller; nothing else can.</summary>
    public static IEnumerable<string> Ingress(ManifestSet set)
    {
        var backends = set.OfKind("Ingress").SelectMany(static ingress => ingress.Items("spec.rules"))
            .Select(rule => set.Selected(set.Find("Service", rule.Items("http.paths").Single().Text("backend.service.name")).At("spec.selector")).Single().Name).ToHashSet(StringComparer.Ordinal);
        return set.Workloads
            .Where(workload => Allows(set, "ingress", "from", workload, static peer => peer["namespaceSelector"] is not null, workload.Port(workload.Container.Items("ports").First().Text("name"))!.Value)
                != backends.Contains(workload.Name))
            .Select(static workload => $"{workload.Name} may be called from outside and is not for it, or the other way round");
    }

    /// <summary>The cluster's DNS can be asked, and its cache on each machine.</summary>
    public static IEnumerable<string> Names(ManifestSet set) => set.Workloads
        .Where(workload => !Allows(set, "egress", "to", workload, static peer => IsNamespace(peer, "kube-system") && peer.Text("podSelector.matchLabels.k8s-app") == "kube-dns", 53)
            || !Allows(set, "egress", "to", workload, static peer => peer.Text("ipBlock.cidr") == NodeLocalDns, 53))
        .Select(static workload => $"{workload.Name} may not ask for names");

    /// <summary>The hosts and ports in the variables of our services; a node's own public address is what its peers call.</summary>
    private static IEnumerable<(Workload From, string Variable, string Host, int Port)> Named(ManifestSet set) =>
        from workload in set.Workloads
        where workload.IsService
        from variable in workload.Variables(set)
        where variable.Key != "BASE_URL"
        let address = Address().Match(variable.Value)
        where address.Success
        select (workload, variable.Key, address.Groups["host"].Value, address.Groups["port"] is { Success: true } port
            ? int.Parse(port.Value, CultureInfo.InvariantCulture)
            : address.Groups["scheme"].Value == "https://" ? 443 : 80);

    private static bool Allows(ManifestSet set, string direction, string side, Workload workload, Func<JsonNode, bool> isPeer, int port) =>
        set.OfKind("NetworkPolicy")
            .Where(policy => Selects(policy.At("spec.podSelector"), workload))
            .Where(policy => policy.Items("spec.policyTypes").Any(type => string.Equals(type.ToString(), direction, StringComparison.OrdinalIgnoreCase)))
            .SelectMany(policy => policy.Items($"spec.{direction}"))
            .Any(rule => rule.Items(side).Any(isPeer)
                && (rule["ports"] is null || rule.Items("ports").Any(allowed => allowed.Text("port") == port.ToString(CultureInfo.InvariantCulture))));

    private static bool IsPod(JsonNode peer, Workload workload) => peer["namespaceSelector"] is null && peer["podSelector"] is { } selector && Selects(selector, workload);

    private static bool IsNamespace(JsonNode peer, string name) => peer.At("namespaceSelector.matchLabels") is JsonObject labels && labels[Namespace]?.ToString() == name;

    private static bool IsAnywhere(JsonNode peer) => peer.Text("ipBlock.cidr") == "0.0.0.0/0";

    private static bool Selects(JsonNode? selector, Workload workload) =>
        selector.Map("matchLabels").All(label => workload.Labels.GetValueOrDefault(label.Key) == label.Value)
        && selector.Items("matchExpressions").All(expression => expression.Text("operator") == "In"
            && expression.Items("values").Any(value => value.ToString() == workload.Labels.GetValueOrDefault(expression.Text("key")!)));

    [GeneratedRegex(@"^(?<scheme>https?://|postgresql://)?([^@/]*@)?(?<host>[a-z][a-z0-9.-]*)(:(?<port>[0-9]+))?(?<!^[^:]*)([/,]|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
