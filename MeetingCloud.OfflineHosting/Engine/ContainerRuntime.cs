namespace MeetingCloud.OfflineHosting.Engine;

/// <summary>
/// The container engine's client: what the variable that Aspire reads too says, else Docker's. The AppHost's <c>ContainerEngine</c> says so again,
/// since it is built with Aspire as well, where this is not.
/// </summary>
internal static class ContainerRuntime
{
    public static string Command { get; } =
        Environment.GetEnvironmentVariable("ASPIRE_CONTAINER_RUNTIME") is { Length: > 0 } told ? told : "docker";
}
