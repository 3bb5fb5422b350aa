using System.Text.Json.Nodes;
using MeetingCloud.Tests.Deploy.Settings;

namespace MeetingCloud.Tests.Deploy.Kubernetes;

/// <summary>The file system of a pod cannot be written to: whatever a service writes is on a volume.</summary>
internal static class VolumeRules
{
    public static IEnumerable<string> Mounts(ManifestSet set)
    {
        foreach (var workload in set.Workloads)
        {
            var volumes = workload.Pod.Items("volumes").Select(static volume => volume.Text("name")!)
                .Concat(workload.Manifest.Items("spec.volumeClaimTemplates").Select(static claim => claim.Text("metadata.name")!)).ToList();
            var mounted = workload.Container.Items("volumeMounts").Select(static mount => mount.Text("name")!).ToList();
            foreach (var name in volumes.Except(mounted).Concat(mounted.Except(volumes)))
            {
                yield return $"{workload.Name}: volume {name} is mounted and not there, or the other way round";
            }

            foreach (var claim in workload.Pod.Items("volumes").Select(static volume => volume.Text("persistentVolumeClaim.claimName")).OfType<string>()
                .Where(claim => set.Find("PersistentVolumeClaim", claim) is null))
            {
                yield return $"{workload.Name}: there is no claim {claim}";
            }
        }
    }

    /// <summary>Folders that variables name outlive the pod, and are below the volume's root: that of a disk holds a <c>lost+found</c>.</summary>
    public static IEnumerable<string> Folders(ManifestSet set)
    {
        foreach (var workload in set.Workloads.Where(static workload => workload.IsService))
        {
            var variables = workload.Variables(set);
            var folders = ServiceUnderTest.All[workload.Name].FolderVariables.Select(name => variables.GetValueOrDefault(name, $"{name}, which is not set")).ToList();
            if (variables.GetValueOrDefault("DATABASE_URL") is { } url && !IsReference(workload, "DATABASE_URL") && url.StartsWith("sqlite:///", StringComparison.Ordinal))
            {
                folders.Add(url["sqlite:///".Length..]);
            }

            foreach (var folder in folders.Where(folder => !Lasts(workload, folder)))
            {
                yield return $"{workload.Name}: {folder} is on no volume that lasts";
            }

            if (VolumeAt(workload, "/tmp")?["emptyDir"] is null)
            {
                yield return $"{workload.Name}: /tmp cannot be written to";
            }
        }
    }

    /// <summary>What runs more than once, or replaces itself before it ends, shares volumes that several machines can write to.</summary>
    public static IEnumerable<string> Sharing(ManifestSet set) =>
        from workload in set.Workloads
        where !workload.IsStateful && workload.Manifest.Text("spec.strategy.type") != "Recreate"
        from volume in workload.Pod.Items("volumes")
        let claim = set.Find("PersistentVolumeClaim", volume.Text("persistentVolumeClaim.claimName"))
        where claim is not null && !claim.Items("spec.accessModes").Select(static mode => mode.ToString()).SequenceEqual(["ReadWriteMany"])
        select $"{workload.Name}: {volume.Text("name")} belongs to one machine, but two instances want it";

    private static bool IsReference(Workload workload, string name) =>
        workload.Environment.Any(entry => entry.Text("name") == name && entry["valueFrom"] is not null);

    private static bool Lasts(Workload workload, string path) =>
        workload.Container.Items("volumeMounts").FirstOrDefault(mount => path.StartsWith(mount.Text("mountPath") + "/", StringComparison.Ordinal)) is { } mount
        && !mount.Is("readOnly", true)
        && (VolumeAt(workload, mount.Text("mountPath")!)?["persistentVolumeClaim"] is not null
            || workload.Manifest.Items("spec.volumeClaimTemplates").Any(claim => claim.Text("metadata.name") == mount.Text("name")));

    private static JsonNode? VolumeAt(Workload workload, string path)
    {
        var name = workload.Container.Items("volumeMounts").FirstOrDefault(mount => mount.Text("mountPath") == path).Text("name");
        return workload.Pod.Items("volumes").FirstOrDefault(volume => volume.Text("name") == name);
    }
}
