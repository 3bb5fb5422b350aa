using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Node.Serving;

/// <summary>A response that is counted where it is an attendee's, and ended cleanly where the bytes cannot be had after all.</summary>
internal static class MeteredResponse
{
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(5);

    /// <param name="meter">Null for other nodes.</param>
    public static async Task WriteAsync(HttpContext context, IRangeSource source, RangeHeaders headers, DownloadMeter? meter, ILogger logger)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            await RangeResponse.WriteAsync(context, source, headers);
            return;
        }

        meter?.Begin();
        try
        {
            await RangeResponse.WriteAsync(context, source, headers);
            // A source that notices the end of the line just stops, before the token says so: a flush tells.
            if (context.Response.HasStarted && (await context.Response.BodyWriter.FlushAsync(context.RequestAborted)).IsCompleted)
            {
                meter?.ClientGone();
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            meter?.ClientGone();
        }
        catch (IOException exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            logger.BrokeOff(context.Request.Path.Value, exception.Message);
            if (context.Response.HasStarted)
            {
                // Cut, so that the part is not taken for the whole: the client asks for the rest.
                meter?.BytesMissing();
                context.Abort();
            }
            else
            {
                context.Response.Clear();
                await Problem.Unavailable("This node cannot get all of it for now.", s_retryAfter).ExecuteAsync(context);
            }
        }
        finally
        {
            meter?.End();
        }
    }
}
