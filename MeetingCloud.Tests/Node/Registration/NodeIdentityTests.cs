using MeetingCloud.Node;
using MeetingCloud.Node.Registration;
using MeetingCloud.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace MeetingCloud.Tests.Node.Registration;

public sealed class NodeIdentityTests
{
    [Theory]
    [InlineData("https://会议.example/一号/", "https://xn--6oqu09l.example/%E4%B8%80%E5%8F%B7")]
    [InlineData("http://10.0.0.5:8001", "http://10.0.0.5:8001")]
    public void PublicUrl_IsToldAsAHeaderFieldCanHoldIt(string setting, string told)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>("NODE_PUBLIC_URL", setting)]).Build();
        var settings = new SettingsReader(configuration);
        var identity = new NodeIdentity(NodeOptions.Read(settings, configuration), server: null!);
        settings.ThrowIfInvalid();
        Assert.Equal(told, identity.PublicUrl);
    }
}
