using System.Data.Common;
using MeetingCloud.Api.Data.Schema;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Data.Copying;

/// <summary>The command <c>copy-database --from sqlite:///… [--to postgresql://…]</c> of the program.</summary>
internal static class CopyDatabaseCommand
{
    public const string Name = "copy-database";

    private const string From = "--from";
    private const string To = "--to";

    /// <summary>EX_USAGE of BSD's sysexits.h.</summary>
    private const int WrongUsage = 64;

    private const int Failed = 1;

    private const string Usage =
        $"""
        Usage: {Name} --from sqlite:////srv/meetings.db [--to postgresql://user:password@host:5432/database]
        Without --to, the target is {DatabaseUrl.Variable}: there no other user of this machine can read the password.
        """;

    /// <returns>The process's exit code: 0, 1 (nothing was copied), 64 (wrong usage) or 78 (an address cannot work).</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, Func<string, string?> environment, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (!TryRead(arguments, out var values))
        {
            await errors.WriteLineAsync(Usage);
            return WrongUsage;
        }

        var fromUrl = values[From];
        var toUrl = values.GetValueOrDefault(To) ?? environment(DatabaseUrl.Variable) ?? "";
        if (!DatabaseUrl.TryParse(fromUrl, out var from, out var error) || from.Kind != DatabaseKind.Sqlite)
        {
            await errors.WriteLineAsync($"{From}: {Or(error, "is not the address of a SQLite file")}");
            return ServiceProgram.InvalidSettings;
        }

        if (!DatabaseUrl.TryParse(toUrl, out var to, out error) || to.Kind != DatabaseKind.Postgres)
        {
            await errors.WriteLineAsync($"{(values.ContainsKey(To) ? To : DatabaseUrl.Variable)}: {Or(error, "is not the address of a PostgreSQL database")}");
            return ServiceProgram.InvalidSettings;
        }

        return await CopyAsync(from, to, output, errors, cancellationToken);
    }

    private static async Task<int> CopyAsync(
        DatabaseTarget from, DatabaseTarget to, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter("Microsoft", LogLevel.Error));
        services.AddSingleton(TimeProvider.System);
        services.AddMeetingDb(to);
        await using var provider = services.BuildServiceProvider();
        try
        {
            await new DatabaseCopy(provider.GetRequiredService<SchemaUpgrade>(), output).RunAsync(from, to, cancellationToken);
            return 0;
        }
        catch (InvalidSettingsException e)
        {
            await errors.WriteLineAsync(e.Message);
            return ServiceProgram.InvalidSettings;
        }
        catch (Exception e) when (e is CopyRefusedException or DbException or InvalidCastException or OverflowException)
        {
            await errors.WriteLineAsync($"Nothing was copied. {e.Message}");
            return Failed;
        }
    }

    private static bool TryRead(IReadOnlyList<string> arguments, out Dictionary<string, string> values)
    {
        values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in arguments.Chunk(2))
        {
            if (pair is not [From or To, { } value] || !values.TryAdd(pair[0], value))
            {
                return false;
            }
        }

        return values.ContainsKey(From);
    }

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
