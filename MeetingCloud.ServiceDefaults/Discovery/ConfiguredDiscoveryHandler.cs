using Microsoft.Extensions.Logging;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Sends <c>http://api/…</c> to one of the instances that configuration names for <c>api</c>. A host that configuration does not know is
/// left alone, to be found by DNS.
/// </summary>
internal sealed class ConfiguredDiscoveryHandler(ServiceInstances instances, ILogger<ConfiguredDiscoveryHandler> logger) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } original || instances.Choose(original) is not { } instance)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        try
        {
            request.RequestUri = new UriBuilder(original) { Scheme = instance.Scheme, Host = instance.Host, Port = instance.Port }.Uri;
            return await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e) when (e.StatusCode is null)
        {
            instances.Failed(instance);
            Log.InstanceFailed(logger, instance, original.Host, ServiceInstances.Pause.TotalSeconds);
            throw;
        }
        finally
        {
            // A repeat chooses afresh.
            request.RequestUri = original;
        }
    }
}
