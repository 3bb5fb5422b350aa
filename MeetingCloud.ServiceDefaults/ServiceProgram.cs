using Microsoft.AspNetCore.Builder;

namespace MeetingCloud.ServiceDefaults;

/// <summary>Runs a service's <c>Main</c>.</summary>
public static class ServiceProgram
{
    /// <summary>Exit code for settings that cannot work: <c>EX_CONFIG</c> of BSD's sysexits.h.</summary>
    public const int InvalidSettings = 78;

    /// <summary>Builds and runs a service; settings that cannot work are printed, all of them, without a stack trace.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(Func<WebApplication> create)
    {
        try
        {
            await using var app = create();
            await app.RunAsync();
            return 0;
        }
        catch (InvalidSettingsException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return InvalidSettings;
        }
    }
}
