using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace MeetingCloud.OfflineHosting.Engine;

/// <summary>The application's resources and what depends on what.</summary>
internal sealed class ResourceModel
{
    private readonly Dictionary<string, IResource> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>In the order they were added.</summary>
    public List<IResource> Resources { get; } = [];

    public static IEnumerable<IResource> DependenciesOf(IResource resource) =>
        resource.Annotations.OfType<Dependency>().Select(static dependency => dependency.Resource).Distinct();

    public void Add(IResource resource)
    {
        if (!_byName.TryAdd(resource.Name, resource))
        {
            throw new DistributedApplicationException($"There are two resources of the name '{resource.Name}'.");
        }

        Resources.Add(resource);
    }

    /// <exception cref="ArgumentException">There is none.</exception>
    public IResource Find(string name) =>
        _byName.TryGetValue(name, out var resource) ? resource : throw new ArgumentException($"There is no resource '{name}'.", nameof(name));

    /// <exception cref="DistributedApplicationException">A resource waits, by way of others, for itself.</exception>
    public void ThrowIfCircular()
    {
        var done = new HashSet<IResource>();
        var path = new List<IResource>();
        foreach (var resource in Resources)
        {
            Visit(resource);
        }

        void Visit(IResource resource)
        {
            if (path.Contains(resource))
            {
                throw new DistributedApplicationException(
                    "Resources wait for each other: " + string.Join(" → ", path.Append(resource).Select(static on => on.Name)));
            }

            if (done.Add(resource))
            {
                path.Add(resource);
                foreach (var dependency in DependenciesOf(resource))
                {
                    Visit(dependency);
                }

                path.RemoveAt(path.Count - 1);
            }
        }
    }
}
