using System.Collections.Concurrent;
using MeetingCloud.Tests.Support.Programs;

namespace MeetingCloud.Tests.Deploy.Kubernetes;

/// <summary>What the overlays build, checked against the services that it runs.</summary>
public sealed class KustomizationTests
{
    // Each is built once: what is built is only looked at.
    private static readonly ConcurrentDictionary<string, Task<ManifestSet>> s_built = new(StringComparer.Ordinal);

    public static IEnumerable<object[]> Rules => Kustomization.All.SelectMany(static _ => ManifestRules.All.Keys, static (name, rule) => new object[] { name, rule });

    /// <summary>A fault for each rule: where, and what is written there. Lists are gone through by number.</summary>
    public static TheoryData<string, string, string, string, string> Faults => new()
    {
        { "images are pinned", "Deployment", "api", "spec/template/spec/containers/0/image", "\"registry.example.org/meetingcloud/api\"" },
        { "images are pinned", "Deployment", "redis", "spec/template/spec/containers/0/image", "\"docker.io/library/redis:latest\"" },
        { "pods have no rights", "StatefulSet", "node", "spec/template/spec/securityContext/runAsUser", "0" },
        { "pods have no rights", "Deployment", "web", "spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem", "false" },
        { "pods have no rights", "ServiceAccount", "api", "automountServiceAccountToken", "true" },
        { "resources are told", "Deployment", "api", "spec/template/spec/containers/0/resources/limits", "{}" },
        { "probes ask what is there", "Deployment", "api", "spec/template/spec/containers/0/readinessProbe/httpGet/path", "\"/healthz\"" },
        { "probes ask what is there", "Deployment", "web", "spec/template/spec/containers/0/ports/0/containerPort", "8081" },
        { "time to end is enough", "StatefulSet", "node", "spec/template/spec/terminationGracePeriodSeconds", "30" },
        { "time to end is enough", "StatefulSet", "node", "spec/template/spec/containers/0/env/1/value", "\"10\"" },
        { "variables are those of the code", "StatefulSet", "node", "spec/template/spec/containers/0/env/3/name", "\"STORAGE_FOLDER\"" },
        { "references lead somewhere", "Deployment", "web", "spec/template/spec/containers/0/env/7/valueFrom/secretKeyRef/key", "\"ADMIN_KEY\"" },
        { "references lead somewhere", "StatefulSet", "node", "spec/template/spec/containers/0/env/8/value", "\"https://$(NODE_NAME).example.org\"" },
        { "secrets are secret", "Deployment", "api", "spec/template/spec/containers/0/env/6", """{"name":"ADMIN_API_KEY","value":"0123456789abcdef"}""" },
        { "telemetry tells pods apart", "Deployment", "api", "spec/template/spec/containers/0/env/1", """{"name":"OTEL_EXPORTER_OTLP_ENDPOINT","value":"http://otel-collector.observability:4317"}""" },
        { "mounts have volumes", "Deployment", "api", "spec/template/spec/containers/0/volumeMounts/0/name", "\"upload\"" },
        { "folders last", "Deployment", "web", "spec/template/spec/containers/0/volumeMounts/0/mountPath", "\"/keys\"" },
        { "shared volumes can be shared", "PersistentVolumeClaim", "uploads", "spec/accessModes/0", "\"ReadWriteOnce\"" },
        { "PostgreSQL has enough connections", "HorizontalPodAutoscaler", "api", "spec/maxReplicas", "9" },
        { "migrations may take long", "Deployment", "api", "spec/template/spec/containers/0/startupProbe/failureThreshold", "150" },
        { "migrations may take long", "Deployment", "api", "spec/progressDeadlineSeconds", "600" },
        { "workloads select their pods", "Deployment", "api", "spec/template/metadata/labels/app.kubernetes.io~1name", "\"control-plane\"" },
        { "Services lead to ports", "Service", "web", "spec/ports/0/targetPort", "\"https\"" },
        { "scalers and budgets have targets", "HorizontalPodAutoscaler", "api", "spec/scaleTargetRef/name", "\"apis\"" },
        { "scalers and budgets have targets", "Deployment", "api", "spec/replicas", "3" },
        { "scalers and budgets have targets", "PodDisruptionBudget", "web", "spec/selector/matchLabels/app.kubernetes.io~1name", "\"node\"" },
        { "names are one's own", "Service", "node-2", "metadata/name", "\"node-1\"" },
        { "addresses are those of the Ingress", "Service", "node-1", "spec/selector/statefulset.kubernetes.io~1pod-name", "\"node-0\"" },
        { "addresses are those of the Ingress", "StatefulSet", "node", "spec/replicas", "4" },
        { "nothing is allowed by default", "NetworkPolicy", "default-deny", "spec/egress", "[{}]" },
        { "connections are allowed", "NetworkPolicy", "api-to-redis", "spec/egress/0/ports/0/port", "6380" },
        { "connections are allowed", "NetworkPolicy", "postgresql", "spec/ingress/0/from/0/podSelector/matchLabels/app.kubernetes.io~1name", "\"web\"" },
        { "the Ingress reaches what it leads to", "NetworkPolicy", "from-ingress", "spec/podSelector/matchExpressions/0/values/2", "\"redis\"" },
        { "names can be asked for", "NetworkPolicy", "names", "spec/egress/0/to/1/ipBlock/cidr", "\"169.254.20.0/32\"" },
        { "names can be asked for", "NetworkPolicy", "names", "spec/egress/0/ports", """[{"protocol":"UDP","port":5353}]""" },
    };

    [ProgramTheory("kubectl")]
    [MemberData(nameof(Rules))]
    public async Task Overlay_KeepsTheRule_WhenItIsBuilt(string name, string rule) => Assert.Empty(ManifestRules.All[rule](await BuiltAsync(name)));

    [ProgramFact("kubectl")]
    public async Task SingleNode_HasOneOfEach() =>
        Assert.All((await BuiltAsync(Kustomization.SingleNode)).Workloads, static workload => Assert.Equal(1, workload.Replicas));

    [ProgramFact("kubectl")]
    public async Task Production_LosesNoInstance_WhileItIsUpdatedOrAMachineIsEmptied()
    {
        var set = await BuiltAsync(Kustomization.Production);

        Assert.Equal("3", set.OfKind("HorizontalPodAutoscaler").Single().Text("spec.minReplicas"));
        Assert.All(["api", "web"], name => Assert.Equal("0", set.Find("Deployment", name).Text("spec.strategy.rollingUpdate.maxUnavailable")));
        Assert.All(["api", "node", "web"], name => Assert.Equal("1", set.Find("PodDisruptionBudget", name).Text("spec.maxUnavailable")));
        Assert.All(["api", "node", "web"], name => Assert.Contains(
            set.Workloads.Single(workload => workload.Name == name).Pod.Items("topologySpreadConstraints"), static spread => spread.Text("topologyKey") == "kubernetes.io/hostname"));
    }

    [ProgramTheory("kubectl")]
    [MemberData(nameof(Faults))]
    public async Task Fault_IsSeen_WhereARuleForbidsIt(string rule, string kind, string name, string path, string value)
    {
        var set = (await BuiltAsync(Kustomization.Production)).With(kind, name, path, value);

        Assert.NotEmpty(ManifestRules.All[rule](set));
    }

    private static Task<ManifestSet> BuiltAsync(string name) => s_built.GetOrAdd(name, Kustomization.BuildAsync);
}
