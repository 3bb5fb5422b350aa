namespace MeetingCloud.Web.Attendees;

internal static class AttendeesExtensions
{
    public static void AddAttendees(this IServiceCollection services)
    {
        services.AddTransient<IMeetingDataClient, MeetingDataClient>();
        services.AddSingleton<AttendeeMeetings>();
        services.AddSingleton<AccessCodes>();
    }
}
