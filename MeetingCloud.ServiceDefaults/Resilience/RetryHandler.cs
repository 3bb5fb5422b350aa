using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Repeats what is safe to repeat while no body has begun: it sees a response's headers, never its body, so a transfer that breaks
/// off is its caller's to resume.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    private static readonly ResiliencePropertyKey<HttpRequestMessage> s_request = new("request");

    private readonly TransferOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    public RetryHandler(TransferOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _pipeline = options.MaxRetries == 0 ? ResiliencePipeline<HttpResponseMessage>.Empty : Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!TransferClientExtensions.MayRepeat(request))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(s_request, request);
        try
        {
            return await _pipeline.ExecuteAsync(
                static async (context, handler) => await handler.SendOnceAsync(context.Properties.GetValue(s_request, null!), context.CancellationToken),
                context,
                this);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        base.SendAsync(request, cancellationToken);

    private ResiliencePipeline<HttpResponseMessage> Build() =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = _time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = _options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = _options.RetryDelay,
                MaxDelay = _options.MaxRetryDelay,
                ShouldHandle = arguments => ValueTask.FromResult(IsWorthRepeating(arguments.Outcome)),
                DelayGenerator = arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome.Result)),
                OnRetry = LogRetry,
            })
            .Build();

    private bool IsWorthRepeating(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        // A certificate that does not fit, or a malformed answer, will not be better next time.
        { Exception: HttpRequestException e } => e.HttpRequestError is not (
            HttpRequestError.SecureConnectionError or HttpRequestError.UserAuthenticationError
            or HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.VersionNegotiationError),
        { Result: { } response } => response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
                or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
            && !(RetryAfter(response) > _options.MaxRetryDelay),
        _ => false,
    };

    /// <summary>What the server asks for (RFC 9110, section 10.2.3); null leaves the pause to the backoff.</summary>
    private TimeSpan? RetryAfter(HttpResponseMessage? response)
    {
        if (response?.Headers.RetryAfter is not { } header)
        {
            return null;
        }

        var wait = header.Delta ?? (header.Date - _time.GetUtcNow());
        return wait > TimeSpan.Zero ? wait : null;
    }

    private ValueTask LogRetry(OnRetryArguments<HttpResponseMessage> arguments)
    {
        var request = arguments.Context.Properties.GetValue(s_request, null!);
        var outcome = arguments.Outcome.Result is { } response
            ? ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture)
            : arguments.Outcome.Exception?.Message ?? "";
        // The query may hold a signature: authority and path are enough to find the culprit.
        Log.TransferRetry(
            _logger,
            request.Method.Method,
            request.RequestUri?.GetLeftPart(UriPartial.Authority),
            request.RequestUri?.AbsolutePath,
            arguments.AttemptNumber + 1,
            outcome,
            arguments.RetryDelay.TotalMilliseconds);
        return default;
    }
}
