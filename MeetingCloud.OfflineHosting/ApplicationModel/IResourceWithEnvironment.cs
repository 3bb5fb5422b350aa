namespace Aspire.Hosting.ApplicationModel;

/// <summary>Gets environment variables.</summary>
public interface IResourceWithEnvironment : IResource;
