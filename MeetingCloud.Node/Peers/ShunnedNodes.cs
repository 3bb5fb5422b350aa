using System.Collections.Concurrent;

namespace MeetingCloud.Node.Peers;

/// <summary>
/// Nodes that did not do what was asked of them, and are not asked for a while: a machine that is gone answers nothing at all, and to
/// find that out anew for each of a thousand blobs would stop a synchronisation. The pause grows with each failure in a row.
/// </summary>
internal sealed class ShunnedNodes(TimeProvider time)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<Uri, (int Failures, long Since)> _failed = new();

    public bool Contains(Uri node) =>
        _failed.TryGetValue(node, out var failed) && time.GetElapsedTime(failed.Since) < Pause(failed.Failures);

    public void Add(Uri node)
    {
        var now = time.GetTimestamp();
        _failed.AddOrUpdate(
            node,
            _ => (1, now),
            // Transfers that ran side by side fail together, and are one failure.
            (_, failed) => time.GetElapsedTime(failed.Since, now) < Pause(failed.Failures) ? failed : (failed.Failures + 1, now));
    }

    public void Remove(Uri node) => _failed.TryRemove(node, out _);

    private static TimeSpan Pause(int failures) =>
        TimeSpan.FromSeconds(Math.Min(s_longest.TotalSeconds, s_first.TotalSeconds * Math.Pow(2, Math.Min(failures, 10) - 1)));
}
