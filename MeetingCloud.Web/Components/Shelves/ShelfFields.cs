using System.Globalization;
using MeetingCloud.Contracts;
using MeetingCloud.Web.Editing;

namespace MeetingCloud.Web.Components.Shelves;

/// <summary>Series, albums and tracks as texts of a form, named as the contract names them.</summary>
internal static class ShelfFields
{
    public const string Title = "title";
    public const string Artist = "artist";
    public const string Description = "description";
    public const string Year = "year";
    public const string Number = "number";
    public const string Duration = "duration_seconds";

    public static StoredFields Of(Series? series) => Of(series?.Version, (Title, series?.Title), (Description, series?.Description));

    public static StoredFields Of(Album? album) => Of(
        album?.Version, (Title, album?.Title), (Artist, album?.Artist), (Year, Text(album?.Year)), (Description, album?.Description));

    public static StoredFields Of(Track? track) => Of(
        track?.Version, (Number, Text(track?.Number)), (Title, track?.Title), (Artist, track?.Artist), (Duration, Clock(track?.DurationSeconds)));

    public static SeriesRequest ToSeries(IReadOnlyDictionary<string, string> texts) => new(texts[Title].Trim(), Optional(texts[Description]));

    public static AlbumRequest ToAlbum(IReadOnlyDictionary<string, string> texts, string seriesId) =>
        new(seriesId, texts[Title].Trim(), Optional(texts[Artist]), Optional(texts[Description]), ReadNumber(texts[Year]));

    public static TrackRequest ToTrack(IReadOnlyDictionary<string, string> texts, string albumId) =>
        new(albumId, texts[Title].Trim(), ReadNumber(texts[Number]), Optional(texts[Artist]), ReadClock(texts[Duration]));

    public static bool IsNumber(string text, int min, int max) =>
        string.IsNullOrWhiteSpace(text) || (ReadNumber(text) is { } number && number >= min && number <= max);

    /// <summary>Whether it is <c>5:12</c>, <c>1:02:03</c>, or nothing.</summary>
    public static bool IsClock(string text)
    {
        const int week = 7 * 24 * 60 * 60;
        return string.IsNullOrWhiteSpace(text) || ReadClock(text) is > 0 and <= week;
    }

    /// <summary><c>5:12</c> or <c>1:02:03</c>; empty where it is not known.</summary>
    public static string Clock(int? seconds) => seconds is not { } all
        ? ""
        : all >= 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{all / 3600}:{all / 60 % 60:00}:{all % 60:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{all / 60}:{all % 60:00}");

    private static int? ReadClock(string text)
    {
        var parts = text.Trim().Split(':');
        var seconds = 0L;
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts.Length > 3 || ReadNumber(parts[i]) is not { } part || (i > 0 && part > 59))
            {
                return null;
            }

            seconds = (seconds * 60) + part;
        }

        return seconds <= int.MaxValue ? (int)seconds : null;
    }

    private static int? ReadNumber(string text) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string? Optional(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static StoredFields Of(long? version, params (string Field, string? Text)[] texts) =>
        new(version ?? 0, texts.ToDictionary(text => text.Field, text => text.Text ?? "", StringComparer.Ordinal));
}
