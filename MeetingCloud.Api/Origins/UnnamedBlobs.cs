namespace MeetingCloud.Api.Origins;

/// <summary>
/// Since when blobs have had no name, as far as this process has looked. A blob is kept for a while after it has lost its last one, however
/// long ago it was added: somebody may be reading it, and a backup of the database may be older than that. Nothing of it is written down: a
/// process that begins anew counts anew, and deletes later.
/// </summary>
internal sealed class UnnamedBlobs(TimeProvider time)
{
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private Dictionary<string, long> _since = new(StringComparer.Ordinal);

    /// <summary>Notes all that have no name now. Those of before that are not among them have one again, or are gone.</summary>
    /// <param name="unnamed">SHA-256, as the database has it.</param>
    /// <returns>Those that have had none for the whole <see cref="Grace"/>.</returns>
    public IReadOnlyList<string> Note(IEnumerable<string> unnamed)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _since = unnamed.ToDictionary(sha256 => sha256, sha256 => _since.GetValueOrDefault(sha256, now), StringComparer.Ordinal);
            return [.. _since.Where(pair => time.GetElapsedTime(pair.Value, now) >= Grace).Select(pair => pair.Key)];
        }
    }
}
