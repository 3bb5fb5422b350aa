using System.Diagnostics.CodeAnalysis;
using MeetingCloud.Api.Data;
using MeetingCloud.Api.Data.Postgres;
using MeetingCloud.Api.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MeetingCloud.Tests.Support.Databases;

/// <summary>
/// A fresh database for one test: a file in the test's folder, or, where <c>TEST_DATABASE_URL</c> names a PostgreSQL server on which
/// databases may be made, a database there, which is dropped in the end.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    public const string Variable = "TEST_DATABASE_URL";

    private readonly string? _server;
    private readonly string? _name;

    private TestDatabase(string url, string? server, string? name) => (Url, _server, _name) = (url, server, name);

    /// <summary>As <c>DATABASE_URL</c> has it.</summary>
    public string Url { get; }

    /// <param name="folder">For the file, where it is one.</param>
    public static async Task<TestDatabase> CreateAsync(string folder) =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } server
            ? await CreateOnAsync(server)
            : new TestDatabase($"sqlite:///{Path.Combine(folder, "meetings.db")}", server: null, name: null);

    /// <summary>One on a PostgreSQL server, whatever the variable says.</summary>
    /// <param name="server">Address of any database there.</param>
    public static async Task<TestDatabase> CreateOnAsync(string server)
    {
        var name = $"mc_test_{Guid.NewGuid():N}";
        await ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE template0");
        var query = server.IndexOf('?', StringComparison.Ordinal);
        var address = query < 0 ? server : server[..query];
        return new TestDatabase(address[..(address.LastIndexOf('/') + 1)] + name + (query < 0 ? "" : server[query..]), server, name);
    }

    /// <summary>Looks into it, past whoever else works on it.</summary>
    internal MeetingDb Open() => Open(Url);

    internal static MeetingDb Open(string url)
    {
        Assert.True(DatabaseUrl.TryParse(url, out var target, out var error), error);
        return target.Kind == DatabaseKind.Postgres
            ? new PostgresMeetingDb(new DbContextOptionsBuilder<PostgresMeetingDb>().UseMeetingDb(target).Options)
            : new SqliteMeetingDb(new DbContextOptionsBuilder<SqliteMeetingDb>().UseMeetingDb(target).Options);
    }

    /// <summary>Runs a statement outside any transaction.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "The statements are the tests' own.")]
    public static async Task ExecuteAsync(string url, string sql)
    {
        Assert.True(DatabaseUrl.TryParse(url, out var target, out var error), error);
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(target.ConnectionString) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await ExecuteAsync(_server, $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
        }
    }
}
