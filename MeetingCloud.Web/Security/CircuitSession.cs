using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace MeetingCloud.Web.Security;

/// <summary>A circuit is authenticated once and then lasts as long as its window: whether its session still does is asked again and again.</summary>
internal sealed class CircuitSession(ILoggerFactory loggers, AdminSession session) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval { get; } = TimeSpan.FromSeconds(5);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        Task.FromResult(session.IsValid(authenticationState.User));
}
