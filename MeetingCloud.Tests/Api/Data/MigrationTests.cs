using MeetingCloud.Api.Data;
using MeetingCloud.Api.Data.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MeetingCloud.Tests.Api.Data;

/// <summary>The migrations of both databases; nothing is connected to.</summary>
public sealed class MigrationTests
{
    /// <summary>Migrations of the first version; nothing older runs beside them.</summary>
    private static readonly HashSet<string> s_first = new(StringComparer.Ordinal) { "Initial", "MediaLibrary", "OriginPool", "NodeEvents" };

    public static TheoryData<string> Kinds => [.. Enum.GetNames<DatabaseKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Migrations_MakeWhatTheModelSays(string kind)
    {
        using var db = Open(kind);
        Assert.False(db.Database.HasPendingModelChanges(), $"The model has changed: add a migration for {kind} (CONTRIBUTING.md).");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Migrations_LeaveTheVersionBeforeWorking_UnlessTheirNameSaysOtherwise(string kind)
    {
        using var db = Open(kind);
        var migrations = db.GetService<IMigrationsAssembly>();
        foreach (var (id, type) in migrations.Migrations.Where(m => !s_first.Contains(NameOf(m.Key)) && !SchemaCompatibility.LeavesOlderBehind(m.Key)))
        {
            var operations = migrations.CreateMigration(type, db.Database.ProviderName!).UpOperations;
            var made = operations.OfType<CreateTableOperation>().Select(table => table.Name).ToHashSet(StringComparer.Ordinal);
            Assert.All(operations, operation => Assert.True(
                IsAddition(operation, made), $"{id}: {operation.GetType().Name} takes away what an older program needs. See docs/database.md."));
        }
    }

    [Fact]
    public void Databases_HaveTheSameTablesAndColumns()
    {
        using var sqlite = Open(nameof(DatabaseKind.Sqlite));
        using var postgres = Open(nameof(DatabaseKind.Postgres));

        Assert.Equal(ColumnsOf(sqlite), ColumnsOf(postgres));
    }

    [Theory]
    [InlineData("20270101000000_ContractOldNames", true)]
    [InlineData("20270101000000_AddRooms", false)]
    [InlineData("20270101000000_AddContracts", false)]
    public void Migration_LeavesOlderProgramsBehind_ByItsName(string id, bool behind) => Assert.Equal(behind, SchemaCompatibility.LeavesOlderBehind(id));

    private static bool IsAddition(MigrationOperation operation, HashSet<string> made) => operation switch
    {
        CreateTableOperation or CreateSequenceOperation or InsertDataOperation => true,
        // Rows that the older program writes may not be unique.
        CreateIndexOperation index => !index.IsUnique || made.Contains(index.Table),
        AddColumnOperation column => column.IsNullable || column.DefaultValue is not null || column.DefaultValueSql is not null,
        _ => false,
    };

    private static string NameOf(string id) => id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..];

    private static IEnumerable<string> ColumnsOf(MeetingDb db) => db.Model.GetRelationalModel().Tables
        .SelectMany(table => table.Columns.Select(column => $"{table.Name}.{column.Name} null:{column.IsNullable}"))
        .Order(StringComparer.Ordinal);

    private static MeetingDb Open(string kind) =>
        kind == nameof(DatabaseKind.Sqlite) ? new SqliteDesign().CreateDbContext([]) : new PostgresDesign().CreateDbContext([]);
}
