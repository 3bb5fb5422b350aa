using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MeetingCloud.ServiceDefaults;

/// <summary>One <see cref="SettingsReader"/> for all parts of a service.</summary>
public static class SettingsExtensions
{
    /// <summary>
    /// The reader that all parts of this service share. What it finds wrong is reported in one message, once every part has read its
    /// settings, by <see cref="ServiceDefaultsExtensions.MapDefaultEndpoints"/>.
    /// </summary>
    public static SettingsReader GetSettings(this IHostApplicationBuilder builder)
    {
        foreach (var service in builder.Services)
        {
            if (service.ServiceType == typeof(SettingsReader))
            {
                return (SettingsReader)service.ImplementationInstance!;
            }
        }

        var reader = new SettingsReader(builder.Configuration);
        builder.Services.AddSingleton(reader);
        return reader;
    }
}
