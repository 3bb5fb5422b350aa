using System.Globalization;
using System.Text.Json.Nodes;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Deploy.Settings;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Deploy.Kubernetes;

/// <summary>What each pod must be: pinned, without rights, with what it needs to run and to end.</summary>
internal static class PodRules
{
    private static readonly string[] s_ofTheHost = ["hostNetwork", "hostPID", "hostIPC"];

    public static IEnumerable<string> Images(ManifestSet set)
    {
        foreach (var workload in set.Workloads)
        {
            var image = workload.Container.Text("image")!;
            var tag = image[(image.LastIndexOf('/') + 1)..].Split(':') is [_, var written] ? written : "latest";
            if (tag == "latest")
            {
                yield return $"{workload.Name}: {image} is whatever is newest";
            }

            if (workload.IsService && tag != Repository.Version)
            {
                yield return $"{workload.Name}: {image} is not {Repository.Version}";
            }
        }
    }

    public static IEnumerable<string> Rights(ManifestSet set)
    {
        foreach (var workload in set.Workloads)
        {
            var (pod, container) = (workload.Pod, workload.Container);
            (string What, bool Holds)[] rules =
            [
                ("runAsNonRoot", pod.Is("securityContext.runAsNonRoot", true)),
                ("runAsUser", pod.At("securityContext.runAsUser") is JsonValue user && user.GetValue<long>() > 0),
                ("seccompProfile", pod.Text("securityContext.seccompProfile.type") == "RuntimeDefault"),
                ("automountServiceAccountToken", pod.Is("automountServiceAccountToken", false)),
                ("enableServiceLinks", pod.Is("enableServiceLinks", false)),
                ("serviceAccountName", set.Find("ServiceAccount", pod.Text("serviceAccountName")).Is("automountServiceAccountToken", false)),
                ("readOnlyRootFilesystem", container.Is("securityContext.readOnlyRootFilesystem", true)),
                ("allowPrivilegeEscalation", container.Is("securityContext.allowPrivilegeEscalation", false)),
                ("capabilities", container.Items("securityContext.capabilities.drop").Select(static c => c.ToString()).SequenceEqual(["ALL"])),
                ("privileged", container.At("securityContext.privileged") is null && container.At("securityContext.capabilities.add") is null),
                ("host", s_ofTheHost.All(name => pod.At(name) is null) && pod.Items("volumes").All(static volume => volume["hostPath"] is null)),
                ("initContainers", pod.At("initContainers") is null),
            ];
            foreach (var (what, _) in rules.Where(static rule => !rule.Holds))
            {
                yield return $"{workload.Name}: {what}";
            }
        }
    }

    public static IEnumerable<string> Resources(ManifestSet set) =>
        from workload in set.Workloads
        from path in new[] { "resources.requests.cpu", "resources.requests.memory", "resources.limits.memory" }
        where workload.Container.At(path) is null
        select $"{workload.Name}: no {path}";

    /// <summary>Three probes each; those of services ask the paths that all services have, at the port where the service is told to listen.</summary>
    public static IEnumerable<string> Probes(ManifestSet set)
    {
        foreach (var workload in set.Workloads)
        {
            foreach (var kind in new[] { "startupProbe", "readinessProbe", "livenessProbe" })
            {
                var probe = workload.Container[kind];
                var port = probe.Text("httpGet.port") ?? probe.Text("tcpSocket.port");
                if (probe is null || (port is not null && workload.Port(port) is null))
                {
                    yield return $"{workload.Name}: {kind} asks no port of its container";
                }

                if (!workload.IsService)
                {
                    continue;
                }

                if (probe.Text("httpGet.path") != (kind == "readinessProbe" ? HealthEndpoints.HealthPath : HealthEndpoints.AlivePath))
                {
                    yield return $"{workload.Name}: {kind} asks {probe.Text("httpGet.path")}";
                }

                var listens = workload.Variables(set).GetValueOrDefault(ServiceUnderTest.All[workload.Name].PortVariable);
                if (workload.Port(port)?.ToString(CultureInfo.InvariantCulture) != listens)
                {
                    yield return $"{workload.Name}: {kind} asks port {port}, but it listens on {listens}";
                }
            }
        }
    }

    /// <summary>Whoever is told to end is killed only after it has had all the time that it was given.</summary>
    public static IEnumerable<string> GracePeriods(ManifestSet set)
    {
        foreach (var workload in set.Workloads.Where(static workload => workload.IsService))
        {
            var variables = workload.Variables(set);
            var needed = Seconds(variables.GetValueOrDefault("SHUTDOWN_DELAY", "0"))
                + Seconds(variables.GetValueOrDefault("SHUTDOWN_TIMEOUT", "30")) + ShutdownOptions.TidyUp.TotalSeconds;
            if (Seconds(workload.Pod.Text("terminationGracePeriodSeconds") ?? "30") < needed)
            {
                yield return $"{workload.Name} needs {needed} s to end, and is killed earlier";
            }

            var looked = Seconds(workload.Container.Text("readinessProbe.periodSeconds") ?? "10") * Seconds(workload.Container.Text("readinessProbe.failureThreshold") ?? "3");
            if (set.OfKind("Service").Any(service => workload.Matches(service.At("spec.selector")) && service.Text("spec.clusterIP") != "None")
                && Seconds(variables.GetValueOrDefault("SHUTDOWN_DELAY", "0")) <= looked)
            {
                yield return $"{workload.Name} stops listening before its readiness probe has seen it";
            }
        }
    }

    private static double Seconds(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
