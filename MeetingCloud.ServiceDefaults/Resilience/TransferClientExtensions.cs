using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MeetingCloud.ServiceDefaults;

/// <summary>HttpClients for files: see <see cref="TransferOptions"/> for what sets them apart.</summary>
public static class TransferClientExtensions
{
    private static readonly HttpRequestOptionsKey<bool> s_repeatable = new("MeetingCloud.Repeatable");

    /// <summary>
    /// Adds a named client. Read large bodies with <see cref="HttpCompletionOption.ResponseHeadersRead"/>; a body that stands still
    /// ends in an <see cref="IOException"/>, a connection or headers that do not come in an <see cref="HttpRequestException"/> around a
    /// <see cref="TimeoutException"/>.
    /// </summary>
    public static IHttpClientBuilder AddTransferClient(this IServiceCollection services, string name, Action<TransferOptions>? configure = null) =>
        services.AddHttpClient(name).ForTransfers(configure);

    /// <summary>Adds a typed client; otherwise as <see cref="AddTransferClient(IServiceCollection, string, Action{TransferOptions}?)"/>.</summary>
    public static IHttpClientBuilder AddTransferClient<TClient>(this IServiceCollection services, Action<TransferOptions>? configure = null)
        where TClient : class =>
        services.AddHttpClient<TClient>().ForTransfers(configure);

    /// <summary>
    /// Says that sending this PUT or DELETE twice does no harm, its body can be sent again, and so it may be repeated. Other methods
    /// that are not safe (RFC 9110, section 9.2.1) never are.
    /// </summary>
    public static HttpRequestMessage AllowRepeat(this HttpRequestMessage request)
    {
        request.Options.Set(s_repeatable, true);
        return request;
    }

    internal static bool MayRepeat(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Options
        || ((request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete)
            && request.Options.TryGetValue(s_repeatable, out var repeatable) && repeatable);

    private static IHttpClientBuilder ForTransfers(this IHttpClientBuilder client, Action<TransferOptions>? configure)
    {
        client.Services.TryAddSingleton(TimeProvider.System);
        client.Services.AddOptions<TransferOptions>(client.Name).Configure(options => configure?.Invoke(options));
        return client
            .ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, services) =>
            {
                var options = Options(services, client.Name);
                handler.ConnectTimeout = options.ConnectTimeout;
                handler.PooledConnectionLifetime = options.PooledConnectionLifetime;
                handler.EnableMultipleHttp2Connections = true;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigureAdditionalHttpMessageHandlers((handlers, services) =>
            {
                var options = Options(services, client.Name);
                var time = services.GetRequiredService<TimeProvider>();
                // Outermost, so that a repeat goes through service discovery again and may find another instance.
                handlers.Insert(0, new RetryHandler(options, time, services.GetRequiredService<ILogger<RetryHandler>>()));
                handlers.Insert(1, new StallHandler(options, time));
                // Innermost, so that service discovery hears of an instance that does not answer at all.
                handlers.Add(new ConnectTimeoutHandler(options));
            });
    }

    private static TransferOptions Options(IServiceProvider services, string name) =>
        services.GetRequiredService<IOptionsMonitor<TransferOptions>>().Get(name);
}
