namespace MeetingCloud.Storage.WebDav;

/// <summary>Turns paths of the account into URLs, and what servers call their resources back into paths.</summary>
internal sealed class WebDavPaths(Uri root)
{
    private readonly string[] _root = Segments(root);

    /// <param name="path">A closing slash stays: several servers want it with collections.</param>
    /// <exception cref="ArgumentException">The path would leave the account, or says nothing.</exception>
    public Uri UriOf(string path)
    {
        if (path.Length == 0)
        {
            return root;
        }

        var segments = path.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            if (!IsName(segments[i]) && !(i > 0 && i == segments.Length - 1 && segments[i].Length == 0))
            {
                throw new ArgumentException($"'{path}' is no path of an account.", nameof(path));
            }

            segments[i] = Uri.EscapeDataString(segments[i]);
        }

        return new Uri(root, string.Join('/', segments));
    }

    public Uri CollectionUriOf(string path) => UriOf(path.Length == 0 || path.EndsWith('/') ? path : path + "/");

    /// <summary>
    /// Finds the collection's members among the entries of a listing. Behind a proxy the server may believe in another host and another
    /// prefix; then the shortest name is the collection itself, and its members are one segment longer.
    /// </summary>
    public IReadOnlyList<WebDavResource> Members(string collection, IReadOnlyList<MultiStatusEntry> entries)
    {
        var self = Segments(UriOf(collection));
        var named = entries.Select(entry => (Entry: entry, Names: SegmentsOf(entry.Href))).Where(e => e.Names is not null).ToList();
        if (named.Count > 0 && !named.Exists(e => e.Names.AsSpan().StartsWith(self)))
        {
            self = named.MinBy(e => e.Names!.Length).Names!;
        }

        var prefix = collection.Length == 0 || collection.EndsWith('/') ? collection : collection + "/";
        return
        [
            .. from e in named
               where e.Names!.Length == self.Length + 1 && e.Names.AsSpan().StartsWith(self) && IsName(e.Names[^1])
               select new WebDavResource(
                   prefix + e.Names![^1], e.Entry.IsCollection, e.Entry.IsCollection ? null : e.Entry.Size, e.Entry.ETag, e.Entry.LastModified),
        ];
    }

    /// <summary>The next page's address, on the account's own origin: credentials go nowhere else.</summary>
    /// <returns>Null where the link leads to another host.</returns>
    public Uri? NextPage(string collection, string link)
    {
        var self = CollectionUriOf(collection);
        if (!Uri.TryCreate(self, link, out var next) || !next.Host.Equals(root.Host, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // Nutstore escapes the path of its link a second time.
        var once = Segments(next);
        var twice = Array.ConvertAll(once, Uri.UnescapeDataString);
        var own = Segments(self);
        var path = !once.AsSpan().SequenceEqual(own) && twice.AsSpan().SequenceEqual(own) ? self.AbsolutePath : next.AbsolutePath;
        return new Uri(root.GetLeftPart(UriPartial.Authority) + path + next.Query);
    }

    /// <summary>Another URL of the same thing: only the slash at the end differs, and perhaps how it is escaped.</summary>
    public static bool IsSamePath(Uri one, Uri other) => Segments(one).AsSpan().SequenceEqual(Segments(other));

    private string[]? SegmentsOf(string href) => Uri.TryCreate(root, href.Trim(), out var uri) ? Segments(uri) : null;

    private static string[] Segments(Uri uri) =>
        Array.ConvertAll(uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries), Uri.UnescapeDataString);

    private static bool IsName(string segment) =>
        segment is not ("" or "." or "..") && !segment.Any(c => c == '/' || char.IsControl(c));
}
