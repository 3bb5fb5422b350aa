namespace MeetingCloud.Tests.Support.WebDavServers;

/// <summary>
/// The servers that the client and the pool must work with. As theory data: each test runs with the project's own server, and once more
/// for every other that this machine has.
/// </summary>
public static class WebDavServerKinds
{
    private static readonly Dictionary<string, Func<WebDavServer>?> s_kinds = new(StringComparer.Ordinal)
    {
        ["meetingcloud"] = () => new MeetingCloudDav(),
        ["rclone"] = RcloneWebDav.IsInstalled ? () => new RcloneWebDav() : null,
        ["apache"] = ApacheWebDav.IsInstalled ? () => new ApacheWebDav() : null,
        ["nginx"] = NginxWebDav.IsInstalled ? () => new NginxWebDav() : null,
    };

    public static TheoryData<string> Here => [.. s_kinds.Where(kind => kind.Value is not null).Select(kind => kind.Key)];

    /// <summary>Starts a server of a kind that is <see cref="Here"/>.</summary>
    public static async Task<WebDavServer> StartAsync(string kind)
    {
        var server = s_kinds[kind]!();
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
