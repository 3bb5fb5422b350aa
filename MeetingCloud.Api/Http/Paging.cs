using System.Globalization;
using System.Runtime.InteropServices;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Http;

/// <summary>The page of a list that a request asks for.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Size">What was asked for, or the most that there is.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Paging(int Number, int Size)
{
    private const int DefaultSize = 50;
    private const int MaxSize = 500;

    /// <exception cref="ProblemException">422 for what is no page.</exception>
    public static Paging Read(string? page, string? pageSize) => new(
        PositiveNumber("page", page, 1, int.MaxValue / MaxSize),
        Math.Min(PositiveNumber("page_size", pageSize, DefaultSize, int.MaxValue), MaxSize));

    /// <summary>
    /// A pattern for <c>lower(…) LIKE … ESCAPE '\'</c> that finds <paramref name="text"/> anywhere. Of the letters those of ASCII alone are
    /// lowered, as the databases do.
    /// </summary>
    public static string Containing(string text) =>
        $"%{LowerAscii(text.Trim()).Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";

    /// <summary>That page of an ordered query.</summary>
    public Task<List<T>> TakeAsync<T>(IQueryable<T> ordered, CancellationToken cancellationToken) =>
        ordered.Skip((Number - 1) * Size).Take(Size).ToListAsync(cancellationToken);

    public Page<T> Of<T>(IReadOnlyList<T> items, int total) => new(items, Number, Size, total);

    private static string LowerAscii(string text) => string.Create(text.Length, text, static (lowered, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            lowered[i] = char.IsAsciiLetterUpper(from[i]) ? char.ToLowerInvariant(from[i]) : from[i];
        }
    });

    private static int PositiveNumber(string name, string? text, int absent, int max)
    {
        if (string.IsNullOrEmpty(text))
        {
            return absent;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= max
            ? value
            : throw new ProblemException(Problem.Invalid(name, $"must be a whole number from 1 to {max}."));
    }
}
