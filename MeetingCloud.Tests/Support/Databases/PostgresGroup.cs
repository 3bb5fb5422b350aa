namespace MeetingCloud.Tests.Support.Databases;

/// <summary>Tests about PostgreSQL itself: they share one server, and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresGroup : ICollectionFixture<PostgresFixture>
{
    public const string Name = "PostgreSQL";
}
