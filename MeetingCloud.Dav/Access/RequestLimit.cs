using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Dav.Access;

/// <summary>Answers 503 to what comes above <c>DAV_MAX_CONCURRENT</c>. A request counts until the last byte of its answer is sent.</summary>
internal sealed class RequestLimit(DavOptions options, TimeProvider time)
{
    /// <summary>
    /// A client that itself keeps to the limit starts its next request at the last byte of an answer, which is a moment before this side
    /// has counted it as ended. So nobody is refused at once.
    /// </summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    /// <summary>Of the order of what a request takes.</summary>
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim? _free = options.MaxConcurrent > 0 ? new(options.MaxConcurrent, options.MaxConcurrent) : null;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (_free is { } free)
        {
            if (!await EnterAsync(free, context.RequestAborted))
            {
                await Problem.Unavailable($"This server takes {options.MaxConcurrent} requests at a time.", s_retryAfter).ExecuteAsync(context);
                return;
            }

            context.Response.OnCompleted(static state =>
            {
                ((SemaphoreSlim)state).Release();
                return Task.CompletedTask;
            }, free);
        }

        await next(context);
    }

    private async Task<bool> EnterAsync(SemaphoreSlim free, CancellationToken cancellationToken)
    {
        if (await free.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return true;
        }

        using var patience = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await free.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
