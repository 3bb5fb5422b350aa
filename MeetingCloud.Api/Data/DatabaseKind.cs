namespace MeetingCloud.Api.Data;

internal enum DatabaseKind
{
    Sqlite,
    Postgres,
}
