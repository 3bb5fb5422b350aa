namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Watches one attempt: the request's body must keep moving, headers must come in time after it, and the response's body must keep
/// moving while somebody reads it.
/// </summary>
internal sealed class StallHandler(TransferOptions options, TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var watch = new CancellationTokenSource(options.HeadersTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(watch.Token, cancellationToken);
        var original = request.Content;
        if (original is not null)
        {
            request.Content = new WatchedRequestContent(original, watch, options);
        }

        try
        {
            var response = await base.SendAsync(request, either.Token);
            response.Content = new WatchedResponseContent(response.Content, request.RequestUri?.Authority, options.StallTimeout, time);
            return response;
        }
        catch (OperationCanceledException) when (watch.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var message = original is null
                ? $"No answer from {request.RequestUri?.Authority} within {options.HeadersTimeout.TotalSeconds:0.#} s."
                : $"{request.RequestUri?.Authority} took no data for {options.StallTimeout.TotalSeconds:0.#} s, or gave no answer within {options.HeadersTimeout.TotalSeconds:0.#} s after it.";
            throw new HttpRequestException(message, new TimeoutException(message));
        }
        finally
        {
            request.Content = original;
        }
    }
}
