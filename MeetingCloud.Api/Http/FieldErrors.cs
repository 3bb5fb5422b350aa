using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Http;

/// <summary>Collects what is wrong with a request, by member, so that all of it is said at once.</summary>
internal sealed class FieldErrors
{
    private const int MaxTitle = 500;

    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    public void Title(string? title)
    {
        When(string.IsNullOrWhiteSpace(title), "title", "is missing.");
        When(title?.Length > MaxTitle, "title", $"is longer than {MaxTitle} characters.");
        When(title?.Any(char.IsControl) == true, "title", "must not have control characters.");
    }

    public void When(bool wrong, string field, string message)
    {
        if (wrong)
        {
            _errors[field] = _errors.TryGetValue(field, out var others) ? [.. others, message] : [message];
        }
    }

    /// <exception cref="ProblemException">422, where anything is wrong.</exception>
    public void Throw()
    {
        if (_errors.Count > 0)
        {
            throw new ProblemException(Problem.Invalid(_errors));
        }
    }
}
