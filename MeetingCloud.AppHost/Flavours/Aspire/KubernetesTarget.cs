using Aspire.Hosting.Kubernetes.Resources;

namespace MeetingCloud.AppHost;

/// <summary>
/// Kubernetes, as a Helm chart. It has no ingress, policies or budgets: deploy/kubernetes has. PostgreSQL is elsewhere, for a database on a
/// volume would tie the control plane to one machine.
/// </summary>
internal sealed class KubernetesTarget : IPublicationTarget
{
    // Of a network that is private, as that of the pods is.
    public string NodeAddress => "10.0.0.1";

    public void AddEnvironment(IDistributedApplicationBuilder builder) => builder.AddKubernetesEnvironment("kubernetes")
        .WithDashboard(enabled: false)
        .WithProperties(static environment =>
        {
            // The publisher's own default is a volume that goes with the pod.
            environment.DefaultStorageType = "pvc";
            environment.DefaultStorageSize = "100Gi";
        });

    public void Configure(IResourceBuilder<ProjectResource> service) => service.PublishAsKubernetesService(static resource =>
    {
        if (resource.Workload?.PodTemplate.Spec is not { } pod)
        {
            return;
        }

        pod.AutomountServiceAccountToken = false;
        // A Service "node" would set NODE_PORT.
        pod.EnableServiceLinks = false;
        pod.TerminationGracePeriodSeconds = 40;
        pod.SecurityContext = new PodSecurityContextV1
        {
            RunAsNonRoot = true,
            RunAsUser = Container.User,
            RunAsGroup = Container.User,
            FsGroup = Container.User,
            SeccompProfile = new SeccompProfileV1 { Type = "RuntimeDefault" },
        };
        pod.Volumes.Add(new VolumeV1 { Name = "tmp", EmptyDir = new EmptyDirVolumeSourceV1() });
        foreach (var container in pod.Containers)
        {
            container.SecurityContext = new SecurityContextV1
            {
                AllowPrivilegeEscalation = false,
                ReadOnlyRootFilesystem = true,
                Capabilities = new CapabilitiesV1 { Drop = { "ALL" } },
            };
            container.VolumeMounts.Add(new VolumeMountV1 { Name = "tmp", MountPath = "/tmp" });
        }
    });

    public void ConfigureDatabase(IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> api) =>
        api.WithEnvironment("DATABASE_URL", builder.AddParameter("database-url", secret: true));

    public void ConfigureAddresses(IDistributedApplicationBuilder builder, Topology topology) => PublicAddresses.AsParameters(builder, topology);
}
