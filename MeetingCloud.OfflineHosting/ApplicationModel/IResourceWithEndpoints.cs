namespace Aspire.Hosting.ApplicationModel;

/// <summary>Listens at endpoints.</summary>
public interface IResourceWithEndpoints : IResource;
