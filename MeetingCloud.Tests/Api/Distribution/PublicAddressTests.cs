using MeetingCloud.Api.Distribution;
using MeetingCloud.ServiceDefaults;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace MeetingCloud.Tests.Api.Distribution;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData(null, "http://called.example:8000")]
    [InlineData("https://meetings.example", "https://meetings.example")]
    [InlineData("https://meetings.example:8443/", "https://meetings.example:8443")]
    [InlineData("https://会议.example", "https://xn--6oqu09l.example")]
    public void Address_IsSchemeAndAuthority(string? baseUrl, string expected)
    {
        var settings = Settings(baseUrl);
        var address = PublicAddress.Read(settings);
        settings.ThrowIfInvalid();
        var request = new DefaultHttpContext { Request = { Scheme = "http", Host = new HostString("called.example:8000") } }.Request;
        Assert.Equal(expected, address.Of(request));
    }

    [Theory]
    [InlineData("https://meetings.example/cloud")]
    [InlineData("https://meetings.example/cloud/")]
    [InlineData("meetings.example")]
    public void Start_IsRefused_WhenTheAddressCannotWork(string baseUrl)
    {
        var settings = Settings(baseUrl);
        PublicAddress.Read(settings);
        Assert.Contains("BASE_URL", Assert.Throws<InvalidSettingsException>(settings.ThrowIfInvalid).Message, StringComparison.Ordinal);
    }

    private static SettingsReader Settings(string? baseUrl) => new(
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("BASE_URL", baseUrl)]).Build());
}
