using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using StackExchange.Redis;

namespace MeetingCloud.Api.Data;

/// <summary>What a failure of the database means, whichever database it is.</summary>
internal static class DatabaseFailure
{
    private const string IdleInTransactionSessionTimeout = "25P03";
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteFull = 13;
    private const int SqliteUnique = 2067;
    private const int SqlitePrimaryKey = 1555;

    /// <summary>It is away, takes no more for now, or does not let us in: the same may work in a moment, or when an admin has mended it.</summary>
    public static bool IsUnavailable(Exception? e) => e switch
    {
        DbUpdateException { InnerException: { } inner } => IsUnavailable(inner),
        // A standby that is not promoted yet answers and refuses to write.
        PostgresException postgres => postgres.IsTransient || postgres.SqlState is
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.ReadOnlySqlTransaction
            or IdleInTransactionSessionTimeout
            || IsRefusal(e),
        NpgsqlException npgsql => npgsql.IsTransient || npgsql.InnerException is IOException or SocketException or TimeoutException,
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteBusy or SqliteLocked,
        // The server's name is not known for now, or nobody says so in time: the driver may hand on what came of that as it is.
        SocketException or (TimeoutException and not RedisTimeoutException) => true,
        _ => false,
    };

    /// <summary>The server takes no changes: it is a standby, not promoted yet or not the primary any more.</summary>
    public static bool IsReadOnly(Exception? e) => e switch
    {
        DbUpdateException { InnerException: { } inner } => IsReadOnly(inner),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => true,
        _ => false,
    };

    /// <summary>It does not let this control plane in: a password that was changed, a right that was taken away.</summary>
    public static bool IsRefusal(Exception? e) => e is PostgresException
    {
        SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
            or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege,
    };

    /// <summary>The disk of the database is full.</summary>
    public static bool IsFull(Exception? e) => e switch
    {
        DbUpdateException { InnerException: { } inner } => IsFull(inner),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => true,
        SqliteException { SqliteErrorCode: SqliteFull } => true,
        _ => false,
    };

    /// <summary>A text has a character that PostgreSQL cannot keep: NUL.</summary>
    public static bool IsUnstorableText(Exception? e) => e switch
    {
        DbUpdateException { InnerException: { } inner } => IsUnstorableText(inner),
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter } => true,
        _ => false,
    };

    /// <summary>Another writer was faster, and what was read before is not so any more.</summary>
    public static bool IsLostRace(Exception? e) => e switch
    {
        DbUpdateConcurrencyException => true,
        DbUpdateException { InnerException: { } inner } => IsLostRace(inner),
        PostgresException postgres => postgres.SqlState is
            PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SqliteUnique or SqlitePrimaryKey,
        _ => false,
    };
}
