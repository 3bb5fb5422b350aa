using System.ComponentModel;
using System.Diagnostics;

namespace MeetingCloud.AppHost.Redis;

/// <summary>
/// The container engine of this machine, if there is one. Which command it is, the <c>ContainerRuntime</c> of OfflineHosting says again: with
/// Aspire there is no OfflineHosting, and Aspire does not tell.
/// </summary>
internal static class ContainerEngine
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PullTimeout = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Whether the engine answers and has the image or can get it. An engine whose registry is out of reach is no use: then
    /// a process of this machine does instead.
    /// </summary>
    public static async Task<bool> CanRunAsync(string image)
    {
        var client = Environment.GetEnvironmentVariable("ASPIRE_CONTAINER_RUNTIME") is { Length: > 0 } told ? told : "docker";
        return await SucceedsAsync(client, AnswerTimeout, "info")
            && (await SucceedsAsync(client, AnswerTimeout, "image", "inspect", image) || await SucceedsAsync(client, PullTimeout, "pull", image));
    }

    private static async Task<bool> SucceedsAsync(string client, TimeSpan timeout, params string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(client, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return false;
        }

        using var patience = new CancellationTokenSource(timeout);
        try
        {
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return false;
        }
    }
}
