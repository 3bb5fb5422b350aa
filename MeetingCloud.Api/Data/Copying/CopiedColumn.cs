using System.Data.Common;
using NpgsqlTypes;

namespace MeetingCloud.Api.Data.Copying;

/// <summary>A column that both databases have.</summary>
/// <param name="Type">As PostgreSQL names it.</param>
internal sealed record CopiedColumn(string Name, string Type)
{
    public NpgsqlDbType DbType => Type switch
    {
        "text" => NpgsqlDbType.Text,
        "bigint" => NpgsqlDbType.Bigint,
        "integer" => NpgsqlDbType.Integer,
        "boolean" => NpgsqlDbType.Boolean,
        _ => throw new NotSupportedException($"Columns of the type {Type} are not copied yet."),
    };

    /// <summary>The value at a row of either database, null where there is none.</summary>
    public object? Read(DbDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : DbType switch
    {
        NpgsqlDbType.Text => row.GetString(ordinal),
        NpgsqlDbType.Bigint => row.GetInt64(ordinal),
        NpgsqlDbType.Integer => row.GetInt32(ordinal),
        _ => row.GetBoolean(ordinal),
    };
}
