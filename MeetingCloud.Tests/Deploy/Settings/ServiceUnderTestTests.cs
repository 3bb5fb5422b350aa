namespace MeetingCloud.Tests.Deploy.Settings;

/// <summary>That the checks of deployments see what the services read.</summary>
public sealed class ServiceUnderTestTests
{
    [Theory]
    [InlineData("api", "ADMIN_API_KEY", "API_KEY", "ConnectionStrings__redis")]
    [InlineData("node", "API_KEY")]
    [InlineData("web", "ADMIN_API_KEY")]
    [InlineData("dav", "DAV_USERNAME", "DAV_PASSWORD")]
    public void Service_NamesWhatItNeeds_WhenNothingIsSet(string service, params string[] required) =>
        Assert.Equal(required.Order(StringComparer.Ordinal), ServiceUnderTest.All[service].Requires().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("api", "PORT", "SHUTDOWN_DELAY", "DATABASE_URL", "UPLOAD_DIR", "TRUSTED_PROXIES", "WEBDAV_PASSWORD_1", "OTEL_SERVICE_NAME")]
    [InlineData("node", "NODE_PORT", "NODE_ID", "NODE_PUBLIC_URL", "MAIN_SERVER_URL", "STORAGE_PATH")]
    [InlineData("web", "PORT", "BASE_URL", "services__api__http__0", "DATA_PROTECTION_PATH")]
    [InlineData("dav", "PORT", "DAV_ROOT", "DAV_QUOTA_BYTES")]
    public void Service_IsSeenToRead_WhatItReads(string service, params string[] variables) =>
        Assert.Superset(variables.ToHashSet(StringComparer.Ordinal), ServiceUnderTest.All[service].Reads().ToHashSet(StringComparer.Ordinal));

    [Fact]
    public void Check_NamesEachFault_WhenVariablesAreWrong()
    {
        var faults = VariableRules.Check("node", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["NODE_PUBLIC_ADDRESS"] = "https://node-1.example.org",
            ["NODE_PORT"] = "eighty",
        }).ToList();

        Assert.Equal(3, faults.Count);
        Assert.Contains("node does not read NODE_PUBLIC_ADDRESS", faults);
        Assert.Contains("node needs API_KEY", faults);
        Assert.Contains(faults, fault => fault.StartsWith("node refuses NODE_PORT", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("redis:6379,password=$(REDIS_PASSWORD)", false)]
    [InlineData("redis:6379,password=hunter2", true)]
    [InlineData("postgresql://meetingcloud:${POSTGRES_PASSWORD}@postgresql:5432/meetingcloud", false)]
    [InlineData("postgresql://meetingcloud:hunter2@postgresql:5432/meetingcloud", true)]
    [InlineData("http://api:8080", false)]
    public void Password_IsSeen_WhereItStandsInAValue(string value, bool seen) => Assert.Equal(seen, VariableRules.HoldsPassword(value));
}
