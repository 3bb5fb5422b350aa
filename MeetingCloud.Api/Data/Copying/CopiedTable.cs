using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MeetingCloud.Api.Data.Copying;

/// <summary>A table that both databases have.</summary>
/// <param name="Key">Columns of the primary key, by which rows are put in order.</param>
/// <param name="Counter">The column that the database counts up; null where there is none.</param>
internal sealed record CopiedTable(string Name, IReadOnlyList<CopiedColumn> Columns, IReadOnlyList<string> Key, string? Counter)
{
    public string Quoted => Quote(Name);

    public string ColumnList => string.Join(", ", Columns.Select(column => Quote(column.Name)));

    public string SelectInOrder => $"SELECT {ColumnList} FROM {Quoted} ORDER BY {string.Join(", ", Key.Select(Quote))}";

    /// <summary>All tables of the model, those that others refer to first.</summary>
    public static IReadOnlyList<CopiedTable> AllOf(DbContext db)
    {
        var waiting = db.Model.GetRelationalModel().Tables.OrderBy(table => table.Name, StringComparer.Ordinal).ToList();
        var ordered = new List<ITable>();
        while (waiting.Count > 0)
        {
            var ready = waiting.FindAll(table => table.ForeignKeyConstraints.All(
                key => key.PrincipalTable == table || ordered.Contains(key.PrincipalTable)));
            ordered.AddRange(ready.Count > 0 ? ready : throw new InvalidOperationException("Tables refer to each other in a circle."));
            waiting.RemoveAll(ready.Contains);
        }

        return ordered.ConvertAll(Describe);
    }

    private static CopiedTable Describe(ITable table) => new(
        table.Name,
        [.. table.Columns.Select(column => new CopiedColumn(column.Name, column.StoreType))],
        [.. table.PrimaryKey!.Columns.Select(column => column.Name)],
        table.Columns.FirstOrDefault(
            column => column.PropertyMappings[0].Property is { ValueGenerated: ValueGenerated.OnAdd } property && property.ClrType == typeof(long))?.Name);

    private static string Quote(string name) => $"\"{name}\"";
}
