using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.ServiceDefaults;

/// <summary>Endpoints that need a key.</summary>
public static class KeyEndpointExtensions
{
    /// <summary>401 unless the request carries the admin key.</summary>
    public static TBuilder RequireAdminKey<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequireKey<TBuilder, AdminKey>();

    /// <summary>401 unless the request carries the node key.</summary>
    public static TBuilder RequireNodeKey<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequireKey<TBuilder, NodeKey>();

    // A filter on the request delegate rather than on the handler: nothing of the body is read before the key is known to be right.
    private static TBuilder RequireKey<TBuilder, TKey>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
        where TKey : ServiceKey
    {
        builder.Finally(endpoint =>
        {
            if (endpoint.RequestDelegate is not { } next)
            {
                return;
            }

            endpoint.RequestDelegate = context =>
                BearerToken.Carries(context.Request, context.RequestServices.GetRequiredService<TKey>())
                    ? next(context)
                    : Problem.Unauthorized().ExecuteAsync(context);
        });
        return builder;
    }
}
