using Aspire.Hosting.ApplicationModel;

namespace MeetingCloud.OfflineHosting.Engine;

/// <summary>The name of a registered health check that a resource must pass.</summary>
internal sealed record HealthCheckKey(string Key) : IResourceAnnotation;
