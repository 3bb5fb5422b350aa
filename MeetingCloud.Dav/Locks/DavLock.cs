using System.Xml.Linq;
using MeetingCloud.Dav.Http;

namespace MeetingCloud.Dav.Locks;

/// <summary>A write lock (RFC 4918, section 6).</summary>
/// <param name="Token">A URN of its own (RFC 4122).</param>
/// <param name="Root">The resource that was locked.</param>
/// <param name="IsExclusive">Else shared.</param>
/// <param name="IsInfinite">It covers what is in a collection as well, now and later.</param>
/// <param name="Owner">What the client wants others to know of it: an <c>owner</c> element.</param>
/// <param name="Expires">When it ends, unless it is refreshed.</param>
internal sealed record DavLock(string Token, DavPath Root, bool IsExclusive, bool IsInfinite, XElement? Owner, DateTimeOffset Expires)
{
    public bool Covers(DavPath path) => Root.Equals(path) || (IsInfinite && path.IsWithin(Root));
}
