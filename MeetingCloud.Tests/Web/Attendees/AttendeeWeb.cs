using System.Net;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support;
using MeetingCloud.Web;
using MeetingCloud.Web.Attendees;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Tests.Web.Attendees;

/// <summary>The web on a socket, with a clock of its own, and attendees who know no key.</summary>
internal sealed class AttendeeWeb : IAsyncDisposable
{
    public const string Api = "http://papers.example:8000";

    private readonly List<HttpClient> _clients = [];
    private readonly WebApplication _web;

    private AttendeeWeb(WebApplication web, ManualTimeProvider clock)
    {
        _web = web;
        Clock = clock;
        Attendee = NewAttendee();
    }

    public ManualTimeProvider Clock { get; }

    /// <summary>A browser with its own cookies; follows redirects.</summary>
    public HttpClient Attendee { get; }

    public static async Task<AttendeeWeb> StartAsync(
        Func<ManualTimeProvider, IMeetingDataClient>? client, string baseUrl = Api, string adminKey = "an-admin-key-of-the-tests", string? apiUrl = null)
    {
        var clock = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(WebExtensions).Assembly.GetName().Name });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([
            new("ADMIN_API_KEY", adminKey),
            new("BASE_URL", baseUrl),
            new($"services:{ResourceNames.Api}:http:0", apiUrl ?? baseUrl),
        ]);
        builder.AddServiceDefaults(defaultPort: 0, defaultHost: "127.0.0.1");
        builder.AddWeb();
        builder.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        builder.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<AttendeeMeetings>(provider, clock));
        if (client is not null)
        {
            builder.Services.AddSingleton(client(clock));
        }

        var web = builder.Build();
        web.MapDefaultEndpoints();
        web.MapWeb();
        await web.StartAsync();
        return new AttendeeWeb(web, clock);
    }

    public HttpClient NewAttendee()
    {
        var client = new HttpClient { BaseAddress = new Uri(_web.Urls.First()) };
        _clients.Add(client);
        return client;
    }

    public async Task<string> PageAsync(string id, HttpStatusCode status = HttpStatusCode.OK, HttpClient? attendee = null)
    {
        using var response = await (attendee ?? Attendee).GetAsync($"/m/{id}");
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await _web.DisposeAsync();
    }
}
