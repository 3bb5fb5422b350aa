using System.Globalization;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Api.Media;

/// <summary>A picture or a track's audio, as it is sent.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="FileName">Under which it is saved; short enough for a query and a header, however it is escaped.</param>
/// <param name="MaxAge">How long it may be remembered what its address leads to; null: not at all. The bytes themselves never change.</param>
internal sealed record MediaContent(BlobHash Hash, long Size, string ContentType, string FileName, TimeSpan? MaxAge = null)
{
    /// <summary>For the bytes, which may be kept and asked for again.</summary>
    public string CacheControl => MaxAge is null ? "no-cache" : $"public, {Age}";

    /// <summary>For a redirect, which without an age must not be kept: its node may be gone the next time. For whoever asks alone: others are sent to nodes of their own site.</summary>
    public string RedirectCacheControl => MaxAge is null ? "no-store" : $"private, {Age}";

    private string Age => string.Create(CultureInfo.InvariantCulture, $"max-age={(long)MaxAge!.Value.TotalSeconds}");
}
