using MeetingCloud.Api.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace MeetingCloud.Tests.Api.Data;

public sealed class DatabaseUrlTests
{
    [Theory]
    [InlineData("sqlite:////srv/meetings.db", "/srv/meetings.db")]
    [InlineData("SQLITE:////srv/my%20meetings.db", "/srv/my meetings.db")]
    public void SqliteFile_IsNamed(string url, string file)
    {
        var target = Parse(url);

        Assert.Equal(DatabaseKind.Sqlite, target.Kind);
        Assert.Equal(file, new SqliteConnectionStringBuilder(target.ConnectionString).DataSource);
    }

    [Theory]
    [InlineData("postgresql://ann:s3cret@db:6543/meetings", "db", 6543, "ann", "s3cret", "meetings")]
    [InlineData("postgres://ann:s3cret@db/meetings", "db", 5432, "ann", "s3cret", "meetings")]
    [InlineData("postgresql://ann@10.0.0.7/meetings", "10.0.0.7", 5432, "ann", null, "meetings")]
    [InlineData("postgresql://ann@[2001:db8::7]:6543/meetings", "2001:db8::7", 6543, "ann", null, "meetings")]
    [InlineData("postgresql://a%40b:p%3A%2F%3F%23%5B%5D%40%25%20+;='\"@db/m%2F1", "db", 5432, "a@b", "p:/?#[]@% +;='\"", "m/1")]
    [InlineData("postgresql://ann@/meetings?host=/run/postgresql", "/run/postgresql", 5432, "ann", null, "meetings")]
    [InlineData("postgresql://ann@%2Frun%2Fpostgresql/meetings", "/run/postgresql", 5432, "ann", null, "meetings")]
    public void PostgresDatabase_IsNamed_AsLibpqSpellsIt(string url, string host, int port, string user, string? password, string database)
    {
        var target = Parse(url);

        Assert.Equal(DatabaseKind.Postgres, target.Kind);
        var settings = new NpgsqlConnectionStringBuilder(target.ConnectionString);
        Assert.Equal((host, port, user, password, database), (settings.Host, settings.Port, settings.Username, settings.Password, settings.Database));
    }

    [Fact]
    public void Parameters_OfLibpq_AreTaken()
    {
        var settings = new NpgsqlConnectionStringBuilder(Parse(
            "postgresql://ann@db/m?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem&connect_timeout=7&application_name=my%20app&options=-c%20search_path%3Dx").ConnectionString);

        Assert.Equal(SslMode.VerifyFull, settings.SslMode);
        Assert.Equal("/etc/ca.pem", settings.RootCertificate);
        Assert.Equal(7, settings.Timeout);
        Assert.Equal("my app", settings.ApplicationName);
        Assert.Equal("-c search_path=x", settings.Options);
    }

    [Theory]
    [InlineData("postgresql://ann:s3cret@db/m?sslmode=perhaps", "sslmode")]
    [InlineData("postgresql://ann:s3cret@db/m?connect_timeout=soon", "connect_timeout")]
    [InlineData("postgresql://ann:s3cret@db/m?fallback_application_name=s3cret", "fallback_application_name")]
    [InlineData("postgresql://ann:s3cret@db/m?s3cret=1", "'?'")]
    [InlineData("postgresql://ann:s3cret@db", "database")]
    [InlineData("postgresql://ann:s3cret@/m", "host")]
    [InlineData("postgresql://:s3cret@db/m", "user")]
    [InlineData("postgresql://ann:s3cret@one,two/m", "several hosts")]
    [InlineData("postgresql://ann:s3cret@db:port/m", "port")]
    [InlineData("postgresql://ann:s3cret@db:70000/m", "port")]
    [InlineData("postgresql://ann:s3cret/x@db/m", "%2F")]
    [InlineData("postgresql://ann:s3cret?x=1@db/m", "%2F")]
    [InlineData("postgresql://ann:s3cret@x@db/m", "%2F")]
    [InlineData("postgresql://ann:s3cret#x@db/m", "%2F")]
    [InlineData("mysql://ann:s3cret@db/m", "postgresql://")]
    [InlineData("s3cret", "sqlite:///")]
    [InlineData("sqlite:///", "names no file")]
    [InlineData("sqlite:///s3cret.db?mode=ro", "parameters, which are not supported")]
    public void WrongAddress_IsRefused_WithoutSayingWhatIsInIt(string url, string expected)
    {
        Assert.False(DatabaseUrl.TryParse(url, out _, out var error));

        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Password_IsInNoText_OfTheTarget() =>
        Assert.DoesNotContain("s3cret", Parse("postgresql://ann:s3cret@db/m").ToString(), StringComparison.Ordinal);

    private static DatabaseTarget Parse(string url)
    {
        Assert.True(DatabaseUrl.TryParse(url, out var target, out var error), error);
        return target;
    }
}
