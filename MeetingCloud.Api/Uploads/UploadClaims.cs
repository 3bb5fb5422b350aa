using Microsoft.Win32.SafeHandles;

namespace MeetingCloud.Api.Uploads;

/// <summary>
/// One instance at a time works on an upload: the one that has the lock on the shared disk. The others ask it for the turn, by way of
/// Redis; it gives way under the same rules as within a process (<see cref="WriterTurns"/>). A lock ends with its process.
/// </summary>
internal sealed class UploadClaims(UploadFolder folder, UploadMessages messages, TimeProvider time)
{
    private const int StepsToAsk = 10;

    /// <summary>A silent writer is noticed, and has finished what it writes to the disk, by then.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_stop = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(50);

    /// <summary>Null where another instance is at work.</summary>
    /// <param name="always">Takes it away from whoever has it, at work or not.</param>
    public async Task<SafeFileHandle?> TakeAsync(string id, bool always, CancellationToken cancellationToken)
    {
        // In steps, not by the clock: while this machine stood still nobody had the chance to give way.
        for (var step = 0; step * s_step <= (always ? s_stop : s_patience); step++)
        {
            if (folder.TryLock(id) is { } claim)
            {
                return claim;
            }

            if (step % StepsToAsk == 0)
            {
                messages.Ask(id, toEnd: always);
            }

            await Task.Delay(s_step, time, cancellationToken);
        }

        return null;
    }

    /// <summary>Waits until whoever has it is done.</summary>
    public async Task<SafeFileHandle> WaitAsync(string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (folder.TryLock(id) is { } claim)
            {
                return claim;
            }

            await Task.Delay(s_step, time, cancellationToken);
        }
    }
}
