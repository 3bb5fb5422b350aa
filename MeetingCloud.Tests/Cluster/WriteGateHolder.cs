using MeetingCloud.Api.Data;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Cluster;

/// <summary>Somebody who has the turn to write to the database, and keeps it until it is told to leave.</summary>
internal sealed class WriteGateHolder
{
    private readonly TaskCompletionSource<Func<MeetingDb, Task>> _last = new();
    private readonly Task _holding;

    private WriteGateHolder(IServiceProvider services, TaskCompletionSource entered) =>
        _holding = services.GetRequiredService<WriteGate>().ExclusivelyAsync(
            async db =>
            {
                entered.SetResult();
                await (await _last.Task)(db);
            },
            CancellationToken.None);

    public static async Task<WriteGateHolder> TakeAsync(IServiceProvider services)
    {
        var entered = new TaskCompletionSource();
        var holder = new WriteGateHolder(services, entered);
        await entered.Task;
        return holder;
    }

    /// <param name="last">What it still writes; nothing if left out.</param>
    public Task LeaveAsync(Func<MeetingDb, Task>? last = null)
    {
        _last.SetResult(last ?? (_ => Task.CompletedTask));
        return _holding;
    }
}
