namespace Aspire.Hosting.ApplicationModel;

/// <summary>Gets command line arguments.</summary>
public interface IResourceWithArgs : IResource;
