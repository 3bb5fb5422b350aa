using System.ComponentModel;
using System.Diagnostics;

namespace MeetingCloud.AppHost.Redis;

/// <summary>A container engine, by its client.</summary>
internal sealed class ContainerEngine(string client, TimeProvider time)
{
    /// <summary>How long fetching an image may take. A registry that is out of reach says so late, or never.</summary>
    public static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// This machine's, if it has one. Which command it is, the <c>ContainerRuntime</c> of OfflineHosting says again: with Aspire there is no
    /// OfflineHosting, and Aspire does not tell.
    /// </summary>
    public static ContainerEngine OfThisMachine { get; } = new(
        Environment.GetEnvironmentVariable("ASPIRE_CONTAINER_RUNTIME") is { Length: > 0 } told ? told : "docker", TimeProvider.System);

    public string Client => client;

    /// <summary>Whether the engine answers.</summary>
    public Task<bool> AnswersAsync() => SucceedsAsync(AnswerTimeout, "info");

    /// <summary>Whether the engine answers and has the image.</summary>
    public Task<bool> HasAsync(string image) => SucceedsAsync(AnswerTimeout, "image", "inspect", image);

    /// <summary>Whether the engine could get the image in time.</summary>
    public Task<bool> FetchAsync(string image) => SucceedsAsync(FetchTimeout, "pull", image);

    private async Task<bool> SucceedsAsync(TimeSpan timeout, params string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(client, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        using var patience = new CancellationTokenSource(timeout, time);
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return false;
        }

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
