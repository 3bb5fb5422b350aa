namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value from the AppHost's configuration.</summary>
public class ParameterResource : Resource, IExpressionValue
{
    private readonly Func<string> _value;

    internal ParameterResource(string name, Func<string> value, bool secret)
        : base(name)
    {
        _value = value;
        Secret = secret;
    }

    public bool Secret { get; }

    public string ValueExpression => $"{{{Name}.value}}";

    /// <exception cref="DistributedApplicationException">The configuration does not have it.</exception>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(_value());
}
