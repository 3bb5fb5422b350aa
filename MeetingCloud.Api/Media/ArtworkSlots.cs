using System.Diagnostics.CodeAnalysis;
using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Media;

internal static class ArtworkSlots
{
    /// <summary>As paths and queries have it.</summary>
    public static string Name(this ArtworkSlot slot) => slot == ArtworkSlot.Cover ? "cover" : "background";

    public static bool TryParse([NotNullWhen(true)] string? name, out ArtworkSlot slot)
    {
        slot = name == ArtworkSlot.Background.Name() ? ArtworkSlot.Background : ArtworkSlot.Cover;
        return name == slot.Name();
    }
}
