using System.Diagnostics.CodeAnalysis;

namespace MeetingCloud.Dav.Locks;

/// <summary>The <c>If</c> header (RFC 4918, section 10.4): lists, of which one must hold as a whole.</summary>
internal sealed class IfHeader
{
    private IfHeader(List<IfList> lists) => Lists = lists;

    public IReadOnlyList<IfList> Lists { get; }

    /// <summary>Every lock token in it counts as submitted, wherever it stands and whichever list holds.</summary>
    public IEnumerable<string> Tokens => Lists.SelectMany(static list => list.Conditions).Where(static condition => !condition.IsEntityTag).Select(static condition => condition.Value);

    public static bool TryParse(string text, [NotNullWhen(true)] out IfHeader? header)
    {
        header = null;
        var rest = text.AsSpan().Trim();
        var lists = new List<IfList>();
        string? tag = null;
        var tagIsFresh = false;
        // Either every list belongs to a tag or none does.
        var isTagged = rest.StartsWith("<");
        while (!rest.IsEmpty)
        {
            if (rest[0] == '<')
            {
                if (!isTagged || tagIsFresh || !TryTake(ref rest, '<', '>', out tag))
                {
                    return false;
                }

                tagIsFresh = true;
            }
            else if (TryTakeList(ref rest, out var conditions))
            {
                lists.Add(new IfList(tag, conditions));
                tagIsFresh = false;
            }
            else
            {
                return false;
            }

            rest = rest.TrimStart();
        }

        if (lists.Count == 0 || tagIsFresh)
        {
            return false;
        }

        header = new IfHeader(lists);
        return true;
    }

    private static bool TryTakeList(ref ReadOnlySpan<char> rest, [NotNullWhen(true)] out List<IfCondition>? conditions)
    {
        conditions = null;
        if (rest[0] != '(')
        {
            return false;
        }

        var found = new List<IfCondition>();
        rest = rest[1..].TrimStart();
        while (!rest.IsEmpty && rest[0] != ')')
        {
            var negated = rest.StartsWith("Not", StringComparison.OrdinalIgnoreCase);
            if (negated)
            {
                rest = rest["Not".Length..].TrimStart();
            }

            var isEntityTag = rest.StartsWith("[");
            if (!(isEntityTag ? TryTake(ref rest, '[', ']', out var value) : TryTake(ref rest, '<', '>', out value)))
            {
                return false;
            }

            found.Add(new IfCondition(negated, isEntityTag, value));
            rest = rest.TrimStart();
        }

        if (rest.IsEmpty || found.Count == 0)
        {
            return false;
        }

        rest = rest[1..];
        conditions = found;
        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<char> rest, char open, char close, [NotNullWhen(true)] out string? value)
    {
        value = null;
        var end = rest.IndexOf(close);
        if (rest.IsEmpty || rest[0] != open || end < 2)
        {
            return false;
        }

        value = rest[1..end].ToString();
        rest = rest[(end + 1)..];
        return true;
    }
}

/// <summary>Conditions that hold together or not.</summary>
/// <param name="Tag">The address of the resource that they are about; null: the request's own.</param>
internal sealed record IfList(string? Tag, IReadOnlyList<IfCondition> Conditions);

/// <summary>A lock token or an entity tag that the resource must have, or must not have.</summary>
internal sealed record IfCondition(bool IsNegated, bool IsEntityTag, string Value);
