namespace MeetingCloud.Api.Data;

/// <summary>The database that an address names.</summary>
/// <param name="kind">Which of the two it is.</param>
/// <param name="connectionString">For its driver; may hold a password.</param>
internal sealed class DatabaseTarget(DatabaseKind kind, string connectionString)
{
    public DatabaseKind Kind { get; } = kind;

    /// <summary>May hold a password: belongs into no message and no log.</summary>
    public string ConnectionString { get; } = connectionString;

    public override string ToString() => Kind.ToString();
}
