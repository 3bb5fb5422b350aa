using MeetingCloud.Api.Origins;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Origins;
using Microsoft.Extensions.Configuration;

namespace MeetingCloud.Tests.Api.Origins;

public sealed class OriginOptionsTests
{
    [Fact]
    public void Pool_IsAbsent_WithoutAServer()
    {
        Assert.Null(Read().Options.Pool);
    }

    [Fact]
    public void Servers_AreReadWithTheirDefaults_AndKeepTheirNumbers()
    {
        var (options, errors) = Read(
            ("WEBDAV_URL_1", "https://dav.example.com/dav/"), ("WEBDAV_USERNAME_1", "anna"), ("WEBDAV_PASSWORD_1", "secret"),
            ("WEBDAV_URL_7", "http://nas.example.com"), ("WEBDAV_USERNAME_7", "anna"), ("WEBDAV_PASSWORD_7", "secret"),
            ("WEBDAV_MAX_CONCURRENT_7", "8"), ("WEBDAV_PRIORITY_7", "0"), ("WEBDAV_ENABLED_7", "false"), ("WEBDAV_DESCRIPTION_7", "NAS"),
            ("WEBDAV_REQUESTS_PER_WINDOW_7", "600"), ("WEBDAV_WINDOW_SECONDS_7", "900"), ("WEBDAV_MAX_FILE_BYTES_7", "500MB"),
            ("WEBDAV_STRATEGY", "least-busy"), ("WEBDAV_REPLICAS", "2"), ("WEBDAV_HEALTH_CHECK_INTERVAL", "30000"));

        Assert.Empty(errors);
        Assert.Equal(PlacementStrategy.LeastBusy, options.Pool!.Strategy);
        Assert.Equal((2, TimeSpan.FromSeconds(30)), (options.Pool.Replicas, options.Pool.HealthCheckInterval));
        Assert.Collection(
            options.Pool.Servers,
            one =>
            {
                Assert.Equal(("server1", 20, 1, true), (one.Id, one.MaxConcurrent, one.Weight, one.Enabled));
                Assert.Null(one.RequestsPerWindow);
                Assert.Null(one.MaxFileBytes);
            },
            seven =>
            {
                Assert.Equal(("server7", 8, 0, false, "NAS"), (seven.Id, seven.MaxConcurrent, seven.Weight, seven.Enabled, seven.Description));
                Assert.Equal((600, TimeSpan.FromMinutes(15), 500_000_000L), (seven.RequestsPerWindow, seven.Window, seven.MaxFileBytes));
            });
    }

    [Fact]
    public void Start_NamesEveryBadVariableAtOnce_AndNoPassword()
    {
        var (_, errors) = Read(
            ("WEBDAV_URL_1", "ftp://dav.example.com"), ("WEBDAV_USERNAME_1", "an:na"), ("WEBDAV_PASSWORD_1", "hunter2hunter2"),
            ("WEBDAV_URL_2", "https://u:hunter2hunter2@dav.example.com"), ("WEBDAV_USERNAME_2", "bob"),
            ("WEBDAV_PASSWORD_3", "hunter2hunter2"),
            ("WEBDAV_URL_04", "https://dav.example.com"),
            ("WEBDAV_MAX_CONCURRENT_1", "many"), ("WEBDAV_PRIORITY_1", "-1"), ("WEBDAV_ENABLED_1", "perhaps"), ("WEBDAV_WINDOW_SECONDS_1", "0"),
            ("WEBDAV_MAX_FILE_BYTES_1", "5"), ("WEBDAV_STRATEGY", "random"), ("WEBDAV_REPLICAS", "0"), ("WEBDAV_HEALTH_CHECK_INTERVAL", "soon"),
            ("ORIGIN_CACHE_BYTES", "plenty"));

        Assert.Equal(
            [
                "ORIGIN_CACHE_BYTES", "WEBDAV_ENABLED_1", "WEBDAV_HEALTH_CHECK_INTERVAL", "WEBDAV_MAX_CONCURRENT_1", "WEBDAV_MAX_FILE_BYTES_1",
                "WEBDAV_PASSWORD_2", "WEBDAV_PRIORITY_1", "WEBDAV_REPLICAS", "WEBDAV_STRATEGY", "WEBDAV_URL_04", "WEBDAV_URL_1", "WEBDAV_URL_2",
                "WEBDAV_URL_3", "WEBDAV_USERNAME_1", "WEBDAV_USERNAME_3", "WEBDAV_WINDOW_SECONDS_1",
            ],
            errors.Select(error => error.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(errors, error => Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void TwoServersOnOneAccount_AreRefused_AsTwoCopiesThereAreOne()
    {
        var (_, errors) = Read(
            ("WEBDAV_URL_1", "https://dav.example.com/dav"), ("WEBDAV_USERNAME_1", "anna"), ("WEBDAV_PASSWORD_1", "secret"),
            ("WEBDAV_URL_2", "https://dav.example.com/dav/"), ("WEBDAV_USERNAME_2", "anna"), ("WEBDAV_PASSWORD_2", "secret"));
        Assert.Equal("WEBDAV_URL_2", Assert.Single(errors).Name);
    }

    [Fact]
    public void MoreReplicasThanServers_AreRefused()
    {
        var (_, errors) = Read(
            ("WEBDAV_URL_1", "https://dav.example.com/dav"), ("WEBDAV_USERNAME_1", "anna"), ("WEBDAV_PASSWORD_1", "secret"), ("WEBDAV_REPLICAS", "2"));
        Assert.Equal("WEBDAV_REPLICAS", Assert.Single(errors).Name);
    }

    private static (OriginOptions Options, IReadOnlyList<SettingError> Errors) Read(params (string Name, string Value)[] settings)
    {
        var reader = new SettingsReader(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value))
            .Build());
        var options = OriginOptions.Read(reader);
        try
        {
            reader.ThrowIfInvalid();
            return (options, []);
        }
        catch (InvalidSettingsException e)
        {
            return (options, e.Errors);
        }
    }
}
