using System.Xml.Linq;
using MeetingCloud.Dav.Http;

namespace MeetingCloud.Dav.Locks;

/// <summary>
/// The locks in force. They are in memory: a restart ends them all, as RFC 4918, section 6.6, lets a server do at any time, and a client that
/// still believes in one hears 412.
/// </summary>
internal sealed class LockTable(TimeProvider time)
{
    /// <summary>A client that locks without end must not fill the memory.</summary>
    public const int MaxLocks = 10_000;

    private readonly Lock _sync = new();
    private readonly Dictionary<string, DavLock> _byToken = new(StringComparer.Ordinal);

    // Rebuilt when a lock comes or goes; most requests look and find it empty.
    private volatile DavLock[] _all = [];

    /// <summary>The locks that hold for a resource: its own, and those of collections above it.</summary>
    public IReadOnlyList<DavLock> Covering(DavPath path) => Where(held => held.Covers(path));

    /// <summary>The locks on resources inside a collection, not on itself.</summary>
    public IReadOnlyList<DavLock> Beneath(DavPath path) => Where(held => !held.Root.Equals(path) && held.Root.IsWithin(path));

    /// <summary>The locks that stand against a new one.</summary>
    public IReadOnlyList<DavLock> Conflicting(DavPath path, bool isExclusive, bool isInfinite) => Where(held =>
        (isExclusive || held.IsExclusive) && (held.Covers(path) || (isInfinite && held.Root.IsWithin(path))));

    /// <summary>Adds a lock that conflicts with none; null where there are too many.</summary>
    public DavLock? Add(DavPath path, bool isExclusive, bool isInfinite, XElement? owner, TimeSpan timeout)
    {
        var held = new DavLock($"urn:uuid:{Guid.NewGuid()}", path, isExclusive, isInfinite, owner, time.GetUtcNow() + timeout);
        lock (_sync)
        {
            RemoveExpired();
            if (_byToken.Count >= MaxLocks)
            {
                return null;
            }

            _byToken.Add(held.Token, held);
            Publish();
        }

        return held;
    }

    /// <summary>Starts a lock's time again; null where there is no such lock on the resource.</summary>
    public DavLock? Refresh(string token, DavPath path, TimeSpan timeout)
    {
        lock (_sync)
        {
            RemoveExpired();
            if (!_byToken.TryGetValue(token, out var held) || !held.Covers(path))
            {
                return null;
            }

            held = held with { Expires = time.GetUtcNow() + timeout };
            _byToken[token] = held;
            Publish();
            return held;
        }
    }

    /// <returns>False where there is no such lock on the resource.</returns>
    public bool Remove(string token, DavPath path)
    {
        lock (_sync)
        {
            RemoveExpired();
            var removed = _byToken.TryGetValue(token, out var held) && held.Covers(path) && _byToken.Remove(token);
            Publish();
            return removed;
        }
    }

    /// <summary>Ends the locks of resources that are gone: a resource's own, unless it is to be kept, and those of all that was in it.</summary>
    public void RemoveTree(DavPath path, bool keepOwn = false)
    {
        lock (_sync)
        {
            foreach (var held in _all)
            {
                if (held.Root.IsWithin(path) && !(keepOwn && held.Root.Equals(path)))
                {
                    _byToken.Remove(held.Token);
                }
            }

            Publish();
        }
    }

    /// <summary>What is left of a lock's time.</summary>
    public TimeSpan Left(DavLock held) => held.Expires - time.GetUtcNow();

    private List<DavLock> Where(Predicate<DavLock> matches)
    {
        var all = _all;
        if (all.Length == 0)
        {
            return [];
        }

        var now = time.GetUtcNow();
        return [.. all.Where(held => held.Expires > now && matches(held))];
    }

    private void RemoveExpired()
    {
        var now = time.GetUtcNow();
        foreach (var held in _all)
        {
            if (held.Expires <= now)
            {
                _byToken.Remove(held.Token);
            }
        }
    }

    private void Publish() => _all = [.. _byToken.Values];
}
