using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MeetingCloud.ServiceDefaults;

/// <summary>Kestrel's limits, chosen for large files over poor networks.</summary>
public static class KestrelDefaults
{
    /// <summary>Largest request body, in bytes, of an endpoint that does not say otherwise: ample for JSON.</summary>
    public const long DefaultMaxRequestBody = 1024 * 1024;

    /// <summary>Lets the endpoint take a request body of any size, to be streamed and never buffered.</summary>
    public static TBuilder WithUnlimitedRequestBody<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new UnlimitedRequestBody());

    internal static void AddKestrelDefaults(this WebApplicationBuilder builder) =>
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = DefaultMaxRequestBody;
            // A tablet that sleeps, or a player that pauses, takes nothing for a while. Kestrel's own 5 s would cut it off;
            // with none at all, a dead peer would hold its response until TCP gives up.
            kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(60));
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(20));
        });

    private sealed class UnlimitedRequestBody : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => null;
    }
}
