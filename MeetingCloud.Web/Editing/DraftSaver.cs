using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Web.Editing;

/// <summary>Saves a draft over what it was based on, and never over what somebody else wrote meanwhile.</summary>
internal static class DraftSaver
{
    // Each refusal means that somebody else got through: files that are being uploaded may do that several times a second.
    private const int MaxTries = 20;

    /// <param name="send">Sends the texts as a change of that version; answers what is stored then. May throw what the clients throw.</param>
    /// <param name="read">What is stored now.</param>
    /// <exception cref="ControlPlaneException">
    /// It is refused for another reason than its version, or the version changed faster than it could be sent.
    /// </exception>
    public static async Task<SaveResult> SaveAsync(
        EditDraft draft, Func<IReadOnlyDictionary<string, string>, long, Task<StoredFields>> send, Func<Task<StoredFields>> read)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var tries = 1; draft.Conflicts.Count == 0; tries++)
        {
            var sent = draft.Texts.ToDictionary(StringComparer.Ordinal);
            try
            {
                draft.Saved(sent, await send(sent, draft.Version));
                return new SaveResult(IsSaved: true, [.. taken]);
            }
            catch (ControlPlaneException e) when (e.IsStale && tries < MaxTries)
            {
                taken.UnionWith(draft.Take(await read()));
            }
        }

        return new SaveResult(IsSaved: false, [.. taken.Where(field => !draft.Conflicts.ContainsKey(field))]);
    }
}
