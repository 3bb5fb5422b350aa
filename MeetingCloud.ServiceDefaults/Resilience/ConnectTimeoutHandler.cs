namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Says of a connection that did not come about in time what it is: a failure of the network. <see cref="SocketsHttpHandler"/> calls it a
/// cancellation, which none of those who would go on elsewhere (a repeat, another instance, the next source) takes for their business.
/// </summary>
internal sealed class ConnectTimeoutHandler(TransferOptions options) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (OperationCanceledException e) when (e.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(
                HttpRequestError.ConnectionError,
                $"No connection to {request.RequestUri?.Authority} within {options.ConnectTimeout.TotalSeconds:0.#} s.",
                e.InnerException);
        }
    }
}
