using MeetingCloud.Dav.Http;
using MeetingCloud.Dav.Store;

namespace MeetingCloud.Dav.Locks;

/// <summary>Whether a request may change what it wants to: by its <c>If</c> header, its other conditions, and the locks of others.</summary>
internal sealed class WriteGuard(IDavStore store, LockTable locks)
{
    /// <summary>Reads and evaluates what the request demands of the state of things.</summary>
    /// <param name="current">The request's own resource; null where there is none.</param>
    /// <returns>The lock tokens that the request submits.</returns>
    /// <exception cref="DavException">400, 403, 412, or 423 where only the right token is missing.</exception>
    public HashSet<string> CheckConditions(HttpRequest request, DavPath path, DavResource? current)
    {
        if (path.IsReserved)
        {
            throw new DavException(StatusCodes.Status403Forbidden, "This name is the server's own.");
        }

        var submitted = CheckIf(request, path);
        Preconditions.Check(request, current);
        return submitted;
    }

    /// <summary>The <c>If</c> header alone.</summary>
    /// <inheritdoc cref="CheckConditions"/>
    public HashSet<string> CheckIf(HttpRequest request, DavPath path)
    {
        var text = request.Headers["If"].ToString();
        if (text.Length == 0)
        {
            return [];
        }

        if (!IfHeader.TryParse(text, out var header))
        {
            throw new DavException(StatusCodes.Status400BadRequest, "The header 'If' cannot be read.");
        }

        var submitted = header.Tokens.ToHashSet(StringComparer.Ordinal);
        if (!header.Lists.Any(list => Holds(request, path, list)))
        {
            throw new DavException(StatusCodes.Status412PreconditionFailed, "Nothing of what 'If' demands is so.");
        }

        return submitted;
    }

    /// <summary>Demands a token for the resource itself.</summary>
    /// <exception cref="DavException">423.</exception>
    public void RequireResource(IReadOnlySet<string> submitted, DavPath path) => Require(submitted, locks.Covering(path));

    /// <summary>Demands tokens for adding or removing a member of a collection: RFC 4918, section 7.4.</summary>
    /// <inheritdoc cref="RequireResource"/>
    public void RequireMember(IReadOnlySet<string> submitted, DavPath path)
    {
        Require(submitted, locks.Covering(path));
        Require(submitted, locks.Covering(path.Parent));
    }

    /// <summary>Demands tokens for removing or replacing a resource with all that is in it.</summary>
    /// <inheritdoc cref="RequireResource"/>
    public void RequireTree(IReadOnlySet<string> submitted, DavPath path)
    {
        RequireMember(submitted, path);
        foreach (var held in locks.Beneath(path).GroupBy(static held => held.Root))
        {
            Require(submitted, [.. held]);
        }
    }

    /// <summary>Of several locks, which can only be shared ones, the token of one is enough.</summary>
    private static void Require(IReadOnlySet<string> submitted, IReadOnlyList<DavLock> held)
    {
        if (held.Count > 0 && !held.Any(one => submitted.Contains(one.Token)))
        {
            throw new DavException(
                StatusCodes.Status423Locked, "It is locked.", "lock-token-submitted", [.. held.Select(static one => one.Root.Href(isCollection: false)).Distinct(StringComparer.Ordinal)]);
        }
    }

    private bool Holds(HttpRequest request, DavPath own, IfList list)
    {
        var path = own;
        if (list.Tag is not null && !RequestAddress.TryParse(request, list.Tag, out path))
        {
            // The state of another server's resource is not known here: no condition on it holds.
            return list.Conditions.All(static condition => condition.IsNegated);
        }

        return list.Conditions.All(condition => condition.IsNegated != (condition.IsEntityTag
            ? store.Find(path)?.EntityTag == condition.Value
            : locks.Covering(path).Any(held => held.Token == condition.Value)));
    }
}
