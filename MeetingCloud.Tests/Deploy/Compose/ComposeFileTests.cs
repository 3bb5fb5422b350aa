using System.Globalization;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Deploy.Settings;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Deploy.Compose;

/// <summary>The single server's Compose file, checked against the services that it runs.</summary>
public sealed class ComposeFileTests
{
    private readonly ComposeFile _compose = new();

    public static TheoryData<string, string> Services => new() { { "api", "api" }, { "node-1", "node" }, { "web", "web" } };

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_AcceptsItsVariables(string name, string program) =>
        Assert.Empty(VariableRules.Check(program, _compose.Services[name].Map("environment")));

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_ListensWhereItsPortLeads(string name, string program)
    {
        var service = _compose.Services[name];
        var port = Assert.Single(service.Items("ports")).ToString();

        Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal);
        Assert.Equal(service.Map("environment")[ServiceUnderTest.All[program].PortVariable], port.Split(':')[^1]);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_KeepsItsFoldersOutside(string name, string program)
    {
        var service = _compose.Services[name];
        var variables = service.Map("environment");
        var folders = ServiceUnderTest.All[program].FolderVariables.Select(variable => variables[variable])
            .Concat(variables.TryGetValue("DATABASE_URL", out var url) ? [url["sqlite:///".Length..]] : []);

        Assert.All(folders, folder => Assert.Contains(service.Items("volumes"), volume =>
            volume.Text("type") == "bind" && folder.StartsWith(volume.Text("target") + "/", StringComparison.Ordinal)));
        // Compose would make a missing folder, for root.
        Assert.All(service.Items("volumes"), static volume => Assert.True(volume.Is("bind.create_host_path", false)));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_HasTimeToEnd(string name, string program)
    {
        var service = _compose.Services[name];
        var needed = double.Parse(service.Map("environment")["SHUTDOWN_TIMEOUT"], CultureInfo.InvariantCulture) + ShutdownOptions.TidyUp.TotalSeconds;

        Assert.True(double.Parse(service.Text("stop_grace_period")!.TrimEnd('s'), CultureInfo.InvariantCulture) >= needed, $"{program} is killed earlier than it may end");
    }

    [Fact]
    public void Container_HasNoRights() => Assert.All(_compose.Services.Values, static service =>
    {
        Assert.True(service.Is("read_only", true));
        Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", service.Text("user"));
        Assert.Equal(["ALL"], service.Items("cap_drop").Select(static capability => capability.ToString()));
        Assert.Contains(service.Items("security_opt"), static option => option.ToString() == "no-new-privileges:true");
        Assert.Contains(service.Items("tmpfs"), static mount => mount.ToString() == "/tmp");
        Assert.Null(service.At("privileged"));
        Assert.NotNull(service.Text("mem_limit"));
    });

    [Fact]
    public void Image_IsPinned() => Assert.All(_compose.Services, static service =>
    {
        var tag = service.Value.Text("image")!.Split(':')[^1];
        Assert.DoesNotContain('/', tag);
        Assert.Equal(service.Key == "redis" ? "8.6" : Repository.Version, tag);
    });

    [Fact]
    public void Secret_IsInNoFile()
    {
        Assert.All(ComposeFile.Wanted.Where(VariableRules.IsSecret), static name => Assert.Contains($"\n{name}=\n", ComposeFile.Example + "\n", StringComparison.Ordinal));
        Assert.All(
            YamlText.Documents(ComposeFile.Source).Single().At("services")!.AsObject().SelectMany(static service => service.Value.Map("environment")),
            static variable =>
            {
                Assert.True(!VariableRules.IsSecret(variable.Key) || variable.Value.StartsWith("${", StringComparison.Ordinal), $"{variable.Key} is written out");
                Assert.False(VariableRules.HoldsPassword(variable.Value), $"{variable.Key} holds a password");
            });
    }

    [Fact]
    public void Example_HasWhatTheFileWants_AndNothingElse() =>
        Assert.Equal(ComposeFile.Wanted.Order(StringComparer.Ordinal), EnvFile.Parse(ComposeFile.Example).Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Proxy_IsTheGatewayOfTheNetwork()
    {
        var network = _compose.File.At("networks.meetingcloud").Items("ipam.config").Single();

        Assert.Equal(network.Text("gateway"), _compose.Services["api"].Map("environment")["TRUSTED_PROXIES"]);
        Assert.Equal(network.Text("gateway"), _compose.Services["web"].Map("environment")["TRUSTED_PROXIES"]);
        Assert.Equal(_compose.Services["node-1"].Map("environment")["NODE_IP"], _compose.Services["node-1"].Text("networks.meetingcloud.ipv4_address"));
    }
}
