using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace MeetingCloud.Contracts;

/// <summary>Ids of meetings, nodes and everything else that has one; also safe as names of files and segments of paths.</summary>
public static class Ids
{
    private const int MaxLength = 64;

    private static readonly SearchValues<char> s_characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>A new one, a UUID of version 7: those made later are greater, to the millisecond.</summary>
    public static string New() => Guid.CreateVersion7().ToString();

    /// <summary>Whether a text is one: 1 to 64 letters, digits, <c>-</c> or <c>_</c>, all of them ASCII.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(s_characters);
}
