using MeetingCloud.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace MeetingCloud.Tests.ServiceDefaults.Hosting;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("PORT=9000", "http://*:9000")]
    [InlineData("HOST=127.0.0.1", "http://127.0.0.1:8000")]
    [InlineData("HOST=localhost;PORT=9000", "http://localhost:9000")]
    [InlineData("HOST=::1;PORT=9000", "http://[::1]:9000")]
    [InlineData("HOST=[::];PORT=9000", "http://[::]:9000")]
    [InlineData("PORT=9000;urls=http://127.0.0.1:7000", null)]
    [InlineData("PORT=9000;http_ports=7000", "http://*:9000")]
    [InlineData("urls=http://127.0.0.1:7000", null)]
    [InlineData("http_ports=7000", null)]
    [InlineData("Kestrel:Endpoints:Http:Url=http://127.0.0.1:7000", null)]
    [InlineData("", "http://*:8000")]
    public void Address_IsTheMostSpecificOneThatIsSet(string configured, string? expected)
    {
        var (configuration, settings) = Read(configured);

        Assert.Equal(expected, ListenAddress.Find(configuration, settings, 8000, "*", "PORT"));
        settings.ThrowIfInvalid();
    }

    [Theory]
    [InlineData("PORT=80x", "PORT")]
    [InlineData("PORT=70000", "PORT")]
    [InlineData("HOST=example.org", "HOST")]
    public void Address_IsRefusedByName_WhenItCannotWork(string configured, string variable)
    {
        var (configuration, settings) = Read(configured);

        ListenAddress.Find(configuration, settings, 8000, "*", "PORT");

        var error = Assert.Throws<InvalidSettingsException>(settings.ThrowIfInvalid);
        Assert.Equal(variable, Assert.Single(error.Errors).Name);
    }

    [Fact]
    public void Address_UsesTheServicesOwnVariable()
    {
        var (configuration, settings) = Read("NODE_PORT=8005;PORT=9000");

        Assert.Equal("http://*:8005", ListenAddress.Find(configuration, settings, 8001, "*", "NODE_PORT"));
    }

    private static (IConfiguration, SettingsReader) Read(string configured)
    {
        var values = configured.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return (configuration, new SettingsReader(configuration));
    }
}
