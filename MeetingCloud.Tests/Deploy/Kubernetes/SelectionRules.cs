namespace MeetingCloud.Tests.Deploy.Kubernetes;

/// <summary>What names or selects something else finds it.</summary>
internal static class SelectionRules
{
    public static IEnumerable<string> Workloads(ManifestSet set)
    {
        foreach (var workload in set.Workloads)
        {
            if (!workload.Matches(workload.Manifest.At("spec.selector.matchLabels")))
            {
                yield return $"{workload.Name} does not select its own pods";
            }

            foreach (var spread in workload.Pod.Items("topologySpreadConstraints").Where(spread => !workload.Matches(spread.At("labelSelector.matchLabels"))))
            {
                yield return $"{workload.Name} spreads others by {spread.Text("topologyKey")}";
            }

            if (workload.IsStateful && set.Find("Service", workload.Manifest.Text("spec.serviceName"))?.Text("spec.clusterIP") != "None")
            {
                yield return $"{workload.Name} has no headless Service";
            }
        }
    }

    public static IEnumerable<string> Services(ManifestSet set)
    {
        foreach (var service in set.OfKind("Service"))
        {
            var name = service.Text("metadata.name");
            if (set.Selected(service.At("spec.selector")).ToList() is not [var workload])
            {
                yield return $"Service {name} does not select one workload";
                continue;
            }

            foreach (var port in service.Items("spec.ports").Where(port => workload.Port(port.Text("targetPort") ?? port.Text("port")) is null))
            {
                yield return $"Service {name}: {workload.Name} has no port {port.Text("targetPort")}";
            }
        }
    }

    public static IEnumerable<string> Scaling(ManifestSet set)
    {
        foreach (var budget in set.OfKind("PodDisruptionBudget").Where(budget => set.Selected(budget.At("spec.selector.matchLabels")).Count() != 1))
        {
            yield return $"PodDisruptionBudget {budget.Text("metadata.name")} does not select one workload";
        }

        foreach (var workload in set.Workloads.Where(workload => IsRepeated(set, workload)
            && !set.OfKind("PodDisruptionBudget").Any(budget => workload.Matches(budget.At("spec.selector.matchLabels")))))
        {
            yield return $"{workload.Name}: all its pods may be evicted at a time";
        }

        foreach (var scaler in set.OfKind("HorizontalPodAutoscaler"))
        {
            var target = set.Find(scaler.Text("spec.scaleTargetRef.kind")!, scaler.Text("spec.scaleTargetRef.name"));
            if (target is null || target.Text("apiVersion") != scaler.Text("spec.scaleTargetRef.apiVersion"))
            {
                yield return $"{scaler.Text("metadata.name")} scales nothing";
            }
            else if (target.At("spec.replicas") is not null)
            {
                yield return $"{scaler.Text("metadata.name")}: each apply would undo what its scaler did";
            }
        }
    }

    private static bool IsRepeated(ManifestSet set, Workload workload) =>
        workload.Replicas > 1 || set.OfKind("HorizontalPodAutoscaler").Any(scaler => scaler.Text("spec.scaleTargetRef.name") == workload.Name);

    /// <summary>Every object is in the one namespace, and no two have one name.</summary>
    public static IEnumerable<string> Names(ManifestSet set) =>
        set.Objects.Where(static o => o.Text("kind") != "Namespace" && o.Text("metadata.namespace") != "meetingcloud")
            .Select(static o => $"{o.Text("kind")} {o.Text("metadata.name")} is in another namespace")
            .Concat(set.Objects.GroupBy(static o => (o.Text("kind"), o.Text("metadata.name"))).Where(static group => group.Count() > 1)
                .Select(static group => $"{group.Key} is there {group.Count()} times"));
}
