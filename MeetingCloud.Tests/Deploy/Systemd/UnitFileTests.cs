using System.Globalization;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.AppHost;
using MeetingCloud.Tests.Deploy.Settings;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Programs;

namespace MeetingCloud.Tests.Deploy.Systemd;

/// <summary>The units for bare machines, checked against the services that they start.</summary>
public sealed class UnitFileTests
{
    public static TheoryData<string> Units => [.. Directory.EnumerateFiles(Repository.PathOf("deploy", "systemd"), "*.service").Select(static file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Units))]
    public void Service_AcceptsItsVariables(string name)
    {
        var unit = new UnitFile(name);

        Assert.Empty(VariableRules.Check(unit.Program, unit.Variables));
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void Secret_IsInNoFile(string name)
    {
        var unit = new UnitFile(name);

        Assert.DoesNotContain(unit.OwnVariables.Keys, VariableRules.IsSecret);
        Assert.All(EnvFile.Parse(unit.Example), static variable =>
        {
            Assert.True(!VariableRules.IsSecret(variable.Key) || variable.Value.Length == 0, $"{variable.Key} has a value");
            Assert.False(VariableRules.HoldsPassword(variable.Value));
        });
        Assert.StartsWith("/etc/meetingcloud/", unit.One("EnvironmentFile"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void Folder_IsTheUnitsOwn(string name)
    {
        var unit = new UnitFile(name);
        var state = $"/var/lib/{unit.One("StateDirectory")}";

        Assert.All(
            ServiceUnderTest.All[unit.Program].FolderVariables.Select(variable => unit.Variables[variable])
                .Concat(unit.Variables.TryGetValue("DATABASE_URL", out var url) ? [url["sqlite:///".Length..]] : []),
            folder => Assert.True(folder == state || folder.StartsWith(state + "/", StringComparison.Ordinal), $"{folder} is not in {state}"));
        Assert.Equal("strict", unit.One("ProtectSystem"));
        Assert.Equal("yes", unit.One("DynamicUser"));
        Assert.Equal("yes", unit.One("NoNewPrivileges"));
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void Service_HasTimeToEnd_AndIsNotStartedWithSettingsThatCannotWork(string name)
    {
        var unit = new UnitFile(name);
        var needed = double.Parse(unit.Variables.GetValueOrDefault("SHUTDOWN_TIMEOUT", "30"), CultureInfo.InvariantCulture) + ShutdownOptions.TidyUp.TotalSeconds;

        Assert.True(double.Parse(unit.One("TimeoutStopSec")!, CultureInfo.InvariantCulture) >= needed);
        Assert.Equal(ServiceProgram.InvalidSettings.ToString(CultureInfo.InvariantCulture), unit.One("RestartPreventExitStatus"));
    }

    [ProgramTheory("systemd-analyze")]
    [MemberData(nameof(Units))]
    public async Task Unit_IsOneThatSystemdKnows(string name)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, name.Replace("@.", "@1.", StringComparison.Ordinal));
        // The program is not installed here; whether there is one is not what is asked.
        await File.WriteAllTextAsync(file, Repository.Read("deploy", "systemd", name).Replace("/usr/bin/dotnet", "/bin/sh", StringComparison.Ordinal));

        var (exitCode, output) = await InstalledProgram.RunAsync("systemd-analyze", folder.Path, "", "verify", "--man=no", "--recursive-errors=no", file);

        Assert.True(exitCode == 0 && !output.Contains(name.Split('@', '.')[0], StringComparison.Ordinal), output);
    }
}
