namespace MeetingCloud.Api.Data.Postgres;

/// <summary>Keys of the advisory locks. They count within one database: others on the same server have their own.</summary>
internal static class PostgresLocks
{
    /// <summary>Held by the session that brings the schema up to date.</summary>
    public const long Schema = 0x4D43_0000_0000_0001;

    /// <summary>Held by the transaction that writes (<see cref="WriteGate"/>).</summary>
    public const long Write = 0x4D43_0000_0000_0002;
}
