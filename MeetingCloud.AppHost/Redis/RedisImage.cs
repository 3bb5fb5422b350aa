namespace MeetingCloud.AppHost.Redis;

/// <summary>The image of Redis, and whether a container of it is what this machine does best with.</summary>
internal static class RedisImage
{
    public const string Tag = "8.6";

    private const string Name = $"docker.io/library/redis:{Tag}";

    /// <summary>
    /// Whether the engine has the image or, where this machine has no <c>redis-server</c>, gets it. Fetching is announced: it takes a while, and
    /// longest where the registry is out of reach.
    /// </summary>
    /// <param name="hasProgram">Whether this machine has a <c>redis-server</c>.</param>
    public static async Task<bool> IsBestAsync(ContainerEngine engine, bool hasProgram, TextWriter console)
    {
        if (await engine.HasAsync(Name))
        {
            return true;
        }

        if (hasProgram || !await engine.AnswersAsync())
        {
            return false;
        }

        await console.WriteLineAsync($"Fetching {Name} by {engine.Client}, for {ContainerEngine.FetchTimeout.TotalSeconds:0} s at most …");
        if (await engine.FetchAsync(Name))
        {
            return true;
        }

        await console.WriteLineAsync(
            $"It did not come. Garnet does instead of Redis; '{engine.Client} pull {Name}' or a redis-server on the PATH saves this wait next time.");
        return false;
    }
}
