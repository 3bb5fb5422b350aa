using Aspire.Hosting.ApplicationModel;

namespace MeetingCloud.OfflineHosting.Engine;

/// <summary>A resource that must be healthy before this one starts, and that stops after it.</summary>
internal sealed record Dependency(IResource Resource) : IResourceAnnotation;
