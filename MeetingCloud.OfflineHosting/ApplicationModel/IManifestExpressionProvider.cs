namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that has a name in a manifest, such as <c>{api.bindings.http.url}</c>.</summary>
public interface IManifestExpressionProvider
{
    string ValueExpression { get; }
}
