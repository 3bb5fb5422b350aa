using MeetingCloud.ServiceDefaults;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace MeetingCloud.Web.Relay;

/// <summary>
/// Passes a browser's request on to the control plane, and the answer back, with the admin key that the browser has not got. Bytes are
/// passed on as they come; redirects are the browser's to follow.
/// </summary>
internal sealed class ControlPlaneRelay(HttpClient http)
{
    private static readonly string[] s_asked = [HeaderNames.Range, HeaderNames.IfRange, HeaderNames.IfNoneMatch];

    private static readonly string[] s_answered =
    [
        HeaderNames.AcceptRanges, HeaderNames.CacheControl, HeaderNames.ContentDisposition, HeaderNames.ContentLength,
        HeaderNames.ContentRange, HeaderNames.ContentType, HeaderNames.ETag, HeaderNames.LastModified, HeaderNames.Location,
        HeaderNames.RetryAfter, HeaderNames.XContentTypeOptions,
    ];

    // Of what is shown, nothing can run a script: the control plane sends the rest as an attachment, in a sandbox.
    private static readonly StringValues s_policy = "frame-ancestors 'none'";

    public async Task SendAsync(HttpContext context, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), path);
        foreach (var name in s_asked)
        {
            if (context.Request.Headers.TryGetValue(name, out var values))
            {
                request.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        if (HttpMethods.IsPut(context.Request.Method))
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.ContentLength = context.Request.ContentLength;
            if (context.Request.ContentType is { } type)
            {
                request.Content.Headers.TryAddWithoutValidation(HeaderNames.ContentType, type);
            }
        }

        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        }
        catch (HttpRequestException e) when (e.InnerException is BadHttpRequestException)
        {
            // Kestrel's, about the bytes that were to be passed on: the control plane has no part in it.
            await Problem.Create(StatusCodes.Status408RequestTimeout, "Your connection stood still.").ExecuteAsync(context);
            return;
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException or IOException && !context.RequestAborted.IsCancellationRequested)
        {
            await Problem.Unavailable("The control plane is out of reach.", TimeSpan.FromSeconds(2)).ExecuteAsync(context);
            return;
        }

        using (response)
        {
            await AnswerAsync(context, response);
        }
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage response)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var name in s_answered)
        {
            if (response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values))
            {
                context.Response.Headers[name] = values.ToArray();
            }
        }

        context.Response.Headers.ContentSecurityPolicy =
            response.Headers.TryGetValues(HeaderNames.ContentSecurityPolicy, out var policy) ? policy.ToArray() : s_policy;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }
}
