using System.Globalization;
using MeetingCloud.Api.Data.Schema;
using MeetingCloud.ServiceDefaults;
using Npgsql;

namespace MeetingCloud.Api.Data.Postgres;

/// <summary>An advisory lock on a connection of its own: the server takes it back when that connection ends, however it ends.</summary>
internal sealed class PostgresSchemaGuard(DatabaseTarget target, TimeProvider time) : ISchemaGuard
{
    private const string Encoding = "UTF8";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private static readonly string s_try = string.Create(CultureInfo.InvariantCulture, $"SELECT pg_try_advisory_lock({PostgresLocks.Schema})");

    public async Task<IAsyncDisposable> AcquireAsync(MeetingDb db, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(target.ConnectionString) { Pooling = false }.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            await CheckEncodingAsync(connection, cancellationToken);
            while (!(bool)(await ScalarAsync(connection, s_try, cancellationToken))!)
            {
                await Task.Delay(s_pause, time, cancellationToken);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public Task FinishAsync(MeetingDb db, CancellationToken cancellationToken) => Task.CompletedTask;

    // In any other, names of files could not be kept, and would not be in the order of their bytes.
    private static async Task CheckEncodingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await ScalarAsync(connection, "SHOW server_encoding", cancellationToken) is not Encoding)
        {
            throw new InvalidSettingsException(
                [new SettingError(DatabaseUrl.Variable, $"the database's encoding is not {Encoding}: create it with ENCODING '{Encoding}' TEMPLATE template0")]);
        }
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
