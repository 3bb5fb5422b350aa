namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value for an environment variable or a reference expression.</summary>
public interface IExpressionValue : IValueProvider, IManifestExpressionProvider;
