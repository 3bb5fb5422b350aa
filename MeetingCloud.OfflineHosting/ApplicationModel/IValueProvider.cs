namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that may be known only once the application starts.</summary>
public interface IValueProvider
{
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}
