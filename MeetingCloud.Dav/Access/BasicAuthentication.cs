using System.Collections.Concurrent;
using System.Net;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Dav.Access;

/// <summary>
/// Lets in who has the credential, before anything of the request is looked at, and slows down who guesses it: a person chose the
/// password, and it may be short.
/// </summary>
internal sealed class BasicAuthentication(DavCredential credential, GuessLimit guesses, ILogger<BasicAuthentication> logger)
{
    private const string Challenge = "Basic realm=\"MeetingCloud\", charset=\"UTF-8\"";
    private const string Target = "dav";

    /// <summary>
    /// Where the credential was used. It is good from there whatever else comes from that address, which may be a proxy's: nobody keeps the
    /// control plane out. From elsewhere, once there were too many wrong guesses, a right one is not looked at, or guessing would have no
    /// end. Only who has the credential adds to it.
    /// </summary>
    private readonly ConcurrentDictionary<IPAddress, bool> _letIn = new();

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var caller = context.Connection.RemoteIpAddress;
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            // No guess: most clients ask without it first, to be told what is wanted.
            return ChallengeAsync(context);
        }

        var address = GuessLimit.CallerOf(caller) ?? IPAddress.None;
        var wait = guesses.WaitOf(caller, Target);
        if ((wait is null || _letIn.ContainsKey(address)) && credential.Matches(header))
        {
            _letIn.TryAdd(address, true);
            return next(context);
        }

        if (wait is { } time)
        {
            return Problem.TooManyRequests("Too many wrong passwords from this address.", time).ExecuteAsync(context);
        }

        guesses.CountWrong(caller, Target);
        if (guesses.WaitOf(caller, Target) is { } pause)
        {
            Log.Guessed(logger, caller, Math.Ceiling(pause.TotalSeconds));
        }

        return ChallengeAsync(context);
    }

    private static Task ChallengeAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = Challenge;
        return Problem.Create(StatusCodes.Status401Unauthorized, "This needs the server's user name and password.").ExecuteAsync(context);
    }
}
