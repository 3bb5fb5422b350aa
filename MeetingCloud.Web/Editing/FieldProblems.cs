using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Web.Editing;

/// <summary>What is wrong with what was typed, by field.</summary>
public sealed class FieldProblems
{
    private readonly Dictionary<string, string> _problems = new(StringComparer.Ordinal);

    public bool IsEmpty => _problems.Count == 0;

    /// <summary>Null where nothing is.</summary>
    public string? this[string field] => _problems.GetValueOrDefault(field);

    public FieldProblems AddIf(bool isWrong, string field, string problem)
    {
        if (isWrong)
        {
            _problems.TryAdd(field, problem);
        }

        return this;
    }

    public void Forget(string field) => _problems.Remove(field);

    /// <summary>What the control plane says (422), in its words.</summary>
    internal static FieldProblems Of(ControlPlaneException e)
    {
        var problems = new FieldProblems();
        foreach (var (field, messages) in e.Errors)
        {
            problems._problems[field] = string.Join(' ', messages);
        }

        return problems;
    }
}
