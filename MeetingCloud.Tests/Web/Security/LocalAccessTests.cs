using System.Net;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Web.Security;
using Microsoft.Extensions.Configuration;

namespace MeetingCloud.Tests.Web.Security;

public sealed class LocalAccessTests
{
    [Theory]
    [InlineData(null, "127.0.0.1", "localhost", true)]
    [InlineData(null, "::1", "[::1]", true)]
    [InlineData(null, "::ffff:127.0.0.1", "127.0.0.1", true)]
    [InlineData(null, "10.0.0.9", "localhost", false)]
    [InlineData(null, "127.0.0.1", "evil.example", false)]
    [InlineData("127.0.0.1", "10.0.0.9", "localhost", false)]
    [InlineData("0.0.0.0", "10.0.0.9", "monitor.example", true)]
    public void Pages_AreForThisMachineAlone_UnlessHostSaysOtherwise(string? host, string caller, string name, bool allowed)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("HOST", host), new("HTTP_PORTS", "8080")]).Build();

        var access = LocalAccess.Read(new SettingsReader(configuration));

        Assert.Equal(allowed, access.Allows(IPAddress.Parse(caller), name));
    }
}
