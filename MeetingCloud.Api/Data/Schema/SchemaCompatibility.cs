namespace MeetingCloud.Api.Data.Schema;

/// <summary>
/// Whether a program can work on a database that a newer version has brought up to date. Versions run beside each other while one
/// replaces the other, so a migration only adds what the version before can do without, and it does work; a migration that takes
/// something away has a name that begins with <see cref="Contract"/>, and no older program works on it.
/// </summary>
internal static class SchemaCompatibility
{
    public const string Contract = "Contract";

    /// <summary>Migrations of the database that this program does not know.</summary>
    public static IReadOnlyList<string> Unknown(IEnumerable<string> applied, IEnumerable<string> known) =>
        [.. applied.Except(known, StringComparer.Ordinal)];

    /// <summary>Whether the migration with this id, such as <c>20270101000000_ContractOldNames</c>, leaves older programs behind.</summary>
    public static bool LeavesOlderBehind(string migration) =>
        migration[(migration.IndexOf('_', StringComparison.Ordinal) + 1)..].StartsWith(Contract, StringComparison.Ordinal);
}
