namespace MeetingCloud.Web.Editing;

/// <summary>
/// A form's texts while they are worked on, and while others may change the same thing. What others change in fields that were left alone
/// here is taken in; what is typed here stays, and where both changed the same field there is a conflict until somebody decides.
/// </summary>
public sealed class EditDraft
{
    private readonly Dictionary<string, string> _mine;
    private readonly Dictionary<string, string> _theirs = new(StringComparer.Ordinal);
    private StoredFields _stored;

    public EditDraft(StoredFields stored)
    {
        _stored = stored;
        _mine = stored.Texts.ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>That the draft is based on.</summary>
    public long Version => _stored.Version;

    public StoredFields Stored => _stored;

    /// <summary>Whether anything typed here is not stored yet.</summary>
    public bool IsDirty => _mine.Keys.Any(IsChanged);

    /// <summary>What others wrote in fields that were changed here too, by field.</summary>
    public IReadOnlyDictionary<string, string> Conflicts => _theirs;

    /// <summary>The texts as they stand here.</summary>
    public IReadOnlyDictionary<string, string> Texts => _mine;

    public string this[string field]
    {
        get => _mine[field];
        set
        {
            _mine[field] = value;
            if (_theirs.TryGetValue(field, out var theirs) && Same(theirs, value))
            {
                _theirs.Remove(field);
            }
        }
    }

    public bool IsChanged(string field) => !Same(_mine[field], _stored.Texts[field]);

    /// <summary>Compares with what is stored by now (three ways: it, what the draft was based on, and the draft).</summary>
    /// <returns>The fields that others have changed, conflicts among them.</returns>
    public IReadOnlyList<string> Take(StoredFields latest)
    {
        if (latest.Version <= _stored.Version)
        {
            return [];
        }

        var before = _stored;
        _stored = latest;
        var changed = new List<string>();
        foreach (var (field, theirs) in latest.Texts)
        {
            var was = before.Texts[field];
            if (Same(was, theirs))
            {
                continue;
            }

            if (Same(_mine[field], was))
            {
                _mine[field] = theirs;
                changed.Add(field);
            }
            else if (Same(_mine[field], theirs))
            {
                _theirs.Remove(field);
            }
            else
            {
                _theirs[field] = theirs;
                changed.Add(field);
            }
        }

        return changed;
    }

    public void KeepMine(string field) => _theirs.Remove(field);

    public void TakeTheirs(string field)
    {
        if (_theirs.Remove(field, out var theirs))
        {
            _mine[field] = theirs;
        }
    }

    /// <summary>What was sent is stored. What was typed since stays.</summary>
    public void Saved(IReadOnlyDictionary<string, string> sent, StoredFields stored)
    {
        foreach (var (field, text) in stored.Texts)
        {
            if (_mine[field] == sent[field])
            {
                _mine[field] = text;
            }
        }

        _theirs.Clear();
        _stored = stored;
    }

    /// <summary>Back to what is stored.</summary>
    public void Discard()
    {
        _theirs.Clear();
        foreach (var (field, text) in _stored.Texts)
        {
            _mine[field] = text;
        }
    }

    // The control plane trims titles, and browsers send line ends of their own.
    private static bool Same(string one, string other) =>
        one == other || string.Equals(Normal(one), Normal(other), StringComparison.Ordinal);

    private static string Normal(string text) => text.ReplaceLineEndings("\n").Trim();
}
