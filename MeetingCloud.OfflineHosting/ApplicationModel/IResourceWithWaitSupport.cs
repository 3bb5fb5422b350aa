namespace Aspire.Hosting.ApplicationModel;

/// <summary>Can wait for another to be healthy.</summary>
public interface IResourceWithWaitSupport : IResource;
