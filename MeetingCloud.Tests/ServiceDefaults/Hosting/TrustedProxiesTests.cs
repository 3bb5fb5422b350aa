using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MeetingCloud.Tests.ServiceDefaults.Hosting;

/// <summary>Who the caller is, for a service that 127.0.0.1 forwards to.</summary>
public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData("127.0.0.1", "192.0.2.7", "192.0.2.7")]
    // The outer proxy wrote the caller, the inner one wrote the outer one.
    [InlineData("127.0.0.1, 10.1.0.0/16", "192.0.2.7, 10.1.0.9", "192.0.2.7")]
    [InlineData("127.0.0.1, 10.1.0.0/16", "192.0.2.7, 10.1.0.9, 10.1.0.8", "192.0.2.7")]
    // Only the inner one is trusted: what stands left of its word is anybody's.
    [InlineData("127.0.0.1", "192.0.2.7, 10.1.0.9", "10.1.0.9")]
    // The caller says that he comes from the inside; the outer proxy says who he is.
    [InlineData("127.0.0.1, 10.1.0.0/16", "10.1.0.5, 198.51.100.3, 10.1.0.9", "198.51.100.3")]
    [InlineData("127.0.0.1", "127.0.0.1, 198.51.100.3", "198.51.100.3")]
    [InlineData(null, "192.0.2.7", "127.0.0.1")]
    public async Task Caller_IsTheFirstThatIsNoTrustedProxy(string? trusted, string forwarded, string caller)
    {
        await using var service = await TestService.StartAsync(
            map: app =>
            {
                app.UseForwardedHeaders();
                app.MapGet("/caller", (HttpContext context) => context.Connection.RemoteIpAddress!.ToString());
            },
            add: builder => builder.Services.AddTrustedProxies(builder.GetSettings()),
            ("TRUSTED_PROXIES", trusted));
        using var client = service.CreateClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", forwarded);

        Assert.Equal(caller, await client.GetStringAsync("/caller"));
    }
}
