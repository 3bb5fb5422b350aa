using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Sample;

internal static class SampleExtensions
{
    public static void AddSample(this IServiceCollection services, SettingsReader settings)
    {
        var options = SampleOptions.Read(settings);
        services.AddSingleton(options);
        if (options.Folder is not null)
        {
            services.AddSingleton<SampleFiles>();
            services.AddSingleton<SampleLibrary>();
            services.AddSingleton<SampleMeeting>();
            services.AddHostedService<SampleImport>();
        }
    }
}
