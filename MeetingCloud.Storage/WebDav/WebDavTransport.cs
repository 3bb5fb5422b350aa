using System.Net.Http.Headers;
using System.Reflection;
using System.Text;

namespace MeetingCloud.Storage.WebDav;

/// <summary>Sends one request with the account's credentials, and says in our terms what became of it.</summary>
internal sealed class WebDavTransport(HttpClient http, WebDavAccount account, TimeProvider time)
{
    private static readonly ProductInfoHeaderValue s_agent = new("MeetingCloud", ProductVersion());
    private static readonly StringWithQualityHeaderValue s_asItIs = new("identity");

    // RFC 7617, with UTF-8; at once, since asking for the challenge first would double the requests.
    private readonly string _credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.UserName}:{account.Password}"));

    public WebDavCall Call(HttpMethod verb, string path) => new(verb, path, account.Url.Authority);

    /// <param name="body">
    /// Null for GET and HEAD alone. Those the runtime sends again on another connection where a kept one is closed without a byte of an
    /// answer, which Apache does to idle ones whenever it likes; the server has not worked on them. With a body, even an empty one, it
    /// sends nothing twice: a write may have been carried out.
    /// </param>
    /// <param name="decorate">Adds headers.</param>
    /// <returns>The answer, its body unread, whatever its status.</returns>
    /// <exception cref="WebDavException">No answer, or one of another place than was asked.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        WebDavCall call, Uri uri, RequestBody? body, Action<HttpRequestMessage>? decorate, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var request = new HttpRequestMessage(call.Verb, uri) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", _credentials);
        request.Headers.UserAgent.Add(s_agent);
        request.Headers.AcceptEncoding.Add(s_asItIs);
        decorate?.Invoke(request);

        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (body?.SourceFailure is { } source)
            {
                throw new IOException($"{call}: the content to send could not be read.", source);
            }

            throw NoAnswer(call, body, exception);
        }

        if (request.RequestUri != uri)
        {
            // A handler that follows redirects by itself is set up wrongly; what it did may not pass for an answer.
            using (response)
            {
                throw call.Fail(WebDavFailure.Refused, $"was redirected to {request.RequestUri?.Authority}", response);
            }
        }

        return response;
    }

    /// <summary>What the answer's status means as a failure, with the server's reason.</summary>
    public async Task<WebDavException> FailureAsync(WebDavCall call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var reason = await ErrorReason.ReadAsync(response, time, cancellationToken);
        // A server may echo what it was sent.
        var text = Holds(reason.Text, _credentials) || Holds(reason.Text, account.Password) ? "" : reason.Text;
        var what = WebDavCall.Describe(response);
        if (response.Headers.Location is { } location && (int)response.StatusCode is >= 300 and < 400)
        {
            what += $" to {(location.IsAbsoluteUri ? location.Authority : call.Host)}";
        }

        return new WebDavException(
            FailureOfStatus.Classify(call, response, reason.Code), $"{call}: {what}{(text.Length > 0 ? ": " + text : "")}")
        {
            Status = (int)response.StatusCode,
            RetryAfter = Headers.RetryAfter(response.Headers, time),
            OutcomeUnknown = call.IsWrite && FailureOfStatus.IsFromGateway((int)response.StatusCode),
        };
    }

    public static bool IsTimeout(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is TimeoutException)
            {
                return true;
            }
        }

        return false;
    }

    private static WebDavException NoAnswer(WebDavCall call, RequestBody? body, Exception exception)
    {
        var (failure, what) = exception switch
        {
            _ when body is { IsAskedAgain: true } => (WebDavFailure.Refused, "was redirected"),
            _ when exception is OperationCanceledException || IsTimeout(exception) => (WebDavFailure.TimedOut, "no answer in time"),
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } =>
                (WebDavFailure.Malformed, "the answer is not HTTP"),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
                (WebDavFailure.Unreachable, "no secure connection"),
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError
            } => (WebDavFailure.Unreachable, "no connection"),
            _ => (WebDavFailure.Unreachable, "the connection broke before an answer came"),
        };
        return new WebDavException(failure, $"{call}: {what}.", exception) { OutcomeUnknown = call.IsWrite && body is { IsBegun: true } };
    }

    private static bool Holds(string text, string secret) => secret.Length > 0 && text.Contains(secret, StringComparison.Ordinal);

    private static string ProductVersion() =>
        typeof(WebDavTransport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
