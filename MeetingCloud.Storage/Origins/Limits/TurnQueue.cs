namespace MeetingCloud.Storage.Origins.Limits;

/// <summary>Those who wait for a server: by priority, and among equals in the order in which they came. Guarded by the limiter's lock.</summary>
internal sealed class TurnQueue
{
    private readonly LinkedList<Waiter>[] _waiters = [.. Enum.GetValues<OriginPriority>().Select(_ => new LinkedList<Waiter>())];

    public int Count { get; private set; }

    /// <summary>Whoever goes next; null where nobody waits.</summary>
    public Waiter? First => Array.Find(_waiters, queue => queue.Count > 0)?.First!.Value;

    public bool Holds(OriginPriority priority) => _waiters[(int)priority].Count > 0;

    /// <summary>Whether one who comes with this priority would have to wait behind somebody.</summary>
    public bool IsBehind(OriginPriority priority) => First is { } first && first.Priority <= priority;

    public Waiter Add(OriginPriority priority)
    {
        var waiter = new Waiter(priority);
        waiter.Place = _waiters[(int)priority].AddLast(waiter);
        Count++;
        return waiter;
    }

    /// <returns>False where it waits no more.</returns>
    public bool Remove(Waiter waiter)
    {
        if (waiter.Place is not { } place)
        {
            return false;
        }

        place.List!.Remove(place);
        waiter.Place = null;
        Count--;
        return true;
    }
}
