namespace MeetingCloud.Api.Data.Schema;

/// <summary>Lets one process of many bring a database up to date.</summary>
internal interface ISchemaGuard
{
    /// <summary>
    /// Waits until nobody else changes the schema, and makes the database ready for it. Whatever is held goes with the process that holds
    /// it, and what one left behind that was killed is cleared away.
    /// </summary>
    Task<IAsyncDisposable> AcquireAsync(MeetingDb db, CancellationToken cancellationToken);

    /// <summary>What is set once the tables are there.</summary>
    Task FinishAsync(MeetingDb db, CancellationToken cancellationToken);
}
