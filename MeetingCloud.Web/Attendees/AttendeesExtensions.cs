using System.Net.Mime;

namespace MeetingCloud.Web.Attendees;

internal static class AttendeesExtensions
{
    public static void AddAttendees(this IServiceCollection services)
    {
        services.AddTransient<IMeetingDataClient, MeetingDataClient>();
        services.AddSingleton<AttendeeMeetings>();
        services.AddSingleton<AccessCodes>();
        services.AddResponseCompression(options =>
        {
            options.MimeTypes = [MediaTypeNames.Text.Html];
            // Over TLS as well: nothing a stranger could put into a request comes back beside a secret.
            options.EnableForHttps = true;
        });
    }

    /// <summary>Two thousand papers are one and a half megabytes of HTML, which a phone shall not wait for. Admins' pages stay as they are.</summary>
    public static void UseAttendeeCompression(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments(AttendeesApi.Root, StringComparison.Ordinal), pages => pages.UseResponseCompression());
}
