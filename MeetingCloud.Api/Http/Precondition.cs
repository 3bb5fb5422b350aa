using System.Globalization;
using MeetingCloud.ServiceDefaults;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace MeetingCloud.Api.Http;

/// <summary>
/// What a change requires of what it finds: <c>If-Match</c> and <c>If-None-Match</c> (RFC 9110, section 13.1). To be checked in the
/// transaction that makes the change, since until then others may be faster.
/// </summary>
internal sealed class Precondition
{
    private readonly StringValues _ifMatch;
    private readonly StringValues _ifNoneMatch;
    private readonly IList<EntityTagHeaderValue>? _required;
    private readonly IList<EntityTagHeaderValue>? _excluded;

    private Precondition(StringValues ifMatch, StringValues ifNoneMatch)
    {
        (_ifMatch, _ifNoneMatch) = (ifMatch, ifNoneMatch);
        _required = Parse(HeaderNames.IfMatch, ifMatch);
        _excluded = Parse(HeaderNames.IfNoneMatch, ifNoneMatch);
    }

    /// <summary>Whatever is found will do.</summary>
    public static Precondition None { get; } = new(StringValues.Empty, StringValues.Empty);

    /// <exception cref="ProblemException">400 for what is no list of entity tags.</exception>
    public static Precondition Read(HttpRequest request) => new(request.Headers.IfMatch, request.Headers.IfNoneMatch);

    /// <summary>For a change of something whose entity tag is its version.</summary>
    /// <param name="what">For the message, such as <c>meeting</c>.</param>
    /// <exception cref="ProblemException">412.</exception>
    public void Check(string what, long version) => Require($"The {what} is at version {version}", exists: true, Tag(version));

    /// <summary>
    /// For a change of bytes that belong to something: their entity tag is their SHA-256, and the version of what they belong to will do
    /// as well.
    /// </summary>
    /// <param name="owner">What has the bytes, such as <c>meeting</c>.</param>
    /// <param name="version">Its version.</param>
    /// <param name="what">The bytes, such as <c>file</c>.</param>
    /// <param name="sha256">Of the bytes; null where there are none.</param>
    /// <exception cref="ProblemException">412.</exception>
    public void Check(string owner, long version, string what, string? sha256)
    {
        if (sha256 is null)
        {
            Require($"The {owner} is at version {version} and has no such {what}", exists: false, Tag(version));
        }
        else
        {
            Require($"The {owner} is at version {version} and its {what} is \"{sha256}\"", exists: true, Tag(version), Tag(sha256));
        }
    }

    private void Require(string found, bool exists, params ReadOnlySpan<EntityTagHeaderValue> tags)
    {
        if (_required is not null && !IsAmong(_required, exists, tags, useStrongComparison: true))
        {
            throw Failed(found, HeaderNames.IfMatch, _ifMatch);
        }

        if (_excluded is not null && IsAmong(_excluded, exists, tags, useStrongComparison: false))
        {
            throw Failed(found, HeaderNames.IfNoneMatch, _ifNoneMatch);
        }
    }

    private static bool IsAmong(
        IList<EntityTagHeaderValue> named, bool exists, ReadOnlySpan<EntityTagHeaderValue> tags, bool useStrongComparison)
    {
        foreach (var name in named)
        {
            if (name.Equals(EntityTagHeaderValue.Any))
            {
                return exists;
            }

            foreach (var tag in tags)
            {
                if (name.Compare(tag, useStrongComparison))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static IList<EntityTagHeaderValue>? Parse(string header, StringValues values) =>
        values.ToString().Length == 0 ? null
        : EntityTagHeaderValue.TryParseStrictList(values, out var tags) ? tags
        : throw new ProblemException(Problem.BadRequest($"{header} must be '*' or entity tags in quotes, such as \"7\", and is {values}."));

    private static EntityTagHeaderValue Tag(long version) => Tag(version.ToString(CultureInfo.InvariantCulture));

    private static EntityTagHeaderValue Tag(string text) => new($"\"{text}\"");

    private static ProblemException Failed(string found, string header, StringValues values) =>
        new(Problem.PreconditionFailed($"{found}, and {header} is {values}."));
}
