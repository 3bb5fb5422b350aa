using System.Globalization;
using MeetingCloud.Api.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MeetingCloud.Tests.Api.Data;

/// <summary>Rows in every table that the model has, made from the model, so that a new table has some too.</summary>
internal static class FilledDatabase
{
    private const int Rows = 3;

    private static readonly string[] s_texts = ["ordinary", "第三季度 🎼 é e\u0301", "'quoted' \"and\" \\ \t\n%_ "];

    public static async Task FillAsync(MeetingDb db, SqliteConnection connection)
    {
        // Rows need not make sense: what refers to what, and which values there may be, is looked at elsewhere.
        await ExecuteAsync(connection, "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON");
        foreach (var table in db.Model.GetRelationalModel().Tables)
        {
            for (var row = 0; row < Rows; row++)
            {
                await InsertAsync(connection, table, row);
            }
        }

        // Makes sense after all where PostgreSQL insists.
        await ExecuteAsync(
            connection,
            """
            UPDATE artworks SET "AlbumId" = NULL, "TrackId" = NULL
            """);
        await ExecuteAsync(connection, "DELETE FROM node_events WHERE \"Id\" = (SELECT max(\"Id\") FROM node_events)");
    }

    private static async Task InsertAsync(SqliteConnection connection, ITable table, int row)
    {
        await using var command = connection.CreateCommand();
        var columns = table.Columns.ToList();
        command.CommandText =
            $"INSERT INTO \"{table.Name}\" ({string.Join(", ", columns.Select(c => $"\"{c.Name}\""))}) VALUES ({string.Join(", ", columns.Select((_, i) => $"$p{i}"))})";
        for (var i = 0; i < columns.Count; i++)
        {
            command.Parameters.AddWithValue($"$p{i}", ValueOf(table, columns[i], row) ?? DBNull.Value);
        }

        await command.ExecuteNonQueryAsync();
    }

    // The last row has nothing where nothing may be; keys, and what refers to them, are numbered alike.
    private static object? ValueOf(ITable table, IColumn column, int row)
    {
        var refers = table.ForeignKeyConstraints.Any(key => key.Columns.Contains(column));
        var property = column.PropertyMappings[0].Property;
        if (refers || property.IsPrimaryKey())
        {
            return property.ClrType == typeof(long) ? row + 1L : string.Create(CultureInfo.InvariantCulture, $"id-{row}");
        }

        if (column.IsNullable && row == Rows - 1)
        {
            return null;
        }

        return column.StoreType == "TEXT"
            ? s_texts[row] + column.Name
            : property.ClrType == typeof(bool) || property.ClrType == typeof(bool?)
                ? row % 2
                : property.ClrType == typeof(int) || property.ClrType == typeof(int?)
                    ? int.MaxValue - row
                    : property.ClrType == typeof(uint) ? uint.MaxValue - row : long.MaxValue - row;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
