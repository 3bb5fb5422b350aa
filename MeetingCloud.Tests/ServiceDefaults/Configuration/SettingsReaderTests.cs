using MeetingCloud.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace MeetingCloud.Tests.ServiceDefaults.Configuration;

public class SettingsReaderTests
{
    [Fact]
    public void Errors_AreReportedAllAtOnce_ByVariable_WithoutSecrets()
    {
        var settings = Settings(("PORT", "x"), ("TIMEOUT", "0"), ("KEY", "short-secret"), ("URL", "ftp://x"), ("QUOTA", "12 apples"), ("MODE", "c"));
        settings.Integer("PORT", 8000, 1, 65535);
        settings.Seconds("TIMEOUT", 60, 1, 3600);
        settings.Secret("KEY");
        settings.Secret("ABSENT");
        settings.HttpAddress("URL");
        settings.OptionalBytes("QUOTA");
        settings.Choice("MODE", "a", "b");

        var error = Assert.Throws<InvalidSettingsException>(settings.ThrowIfInvalid);
        Assert.Equal(["PORT", "TIMEOUT", "KEY", "ABSENT", "URL", "QUOTA", "MODE"], error.Errors.Select(e => e.Name));
        Assert.All(error.Errors, e => Assert.Contains(e.Name, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("short-secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1073741824", 1073741824)]
    [InlineData("20GB", 20_000_000_000)]
    [InlineData("512MiB", 536870912)]
    [InlineData("1.5 KiB", 1536)]
    [InlineData("7B", 7)]
    public void Bytes_MayHaveAUnit(string text, long expected)
    {
        var settings = Settings(("SIZE", text));
        Assert.Equal(expected, settings.OptionalBytes("SIZE"));
        settings.ThrowIfInvalid();
    }

    [Fact]
    public void Absent_IsTheDefault_AndBlankIsAbsent()
    {
        var settings = Settings(("A", " "));
        Assert.Equal(5, settings.Integer("A", 5, 0, 9));
        Assert.Equal(TimeSpan.FromSeconds(1.5), settings.Seconds("B", 1.5, 0, 9));
        Assert.Null(settings.OptionalBytes("C"));
        Assert.Equal(7, settings.Bytes("F", 7));
        Assert.Null(settings.OptionalInteger("G", 1, 9));
        Assert.Null(settings.HttpAddress("D"));
        Assert.Equal("x", settings.Choice("E", "x", "y"));
        settings.ThrowIfInvalid();
    }

    [Fact]
    public void Asked_SaysOfEachVariableWhatItMayBe()
    {
        var settings = Settings();
        settings.Optional("TIMEOUT");
        settings.Seconds("TIMEOUT", 86_400, 0.5, 7 * 86_400);
        settings.Optional("TIMEOUT");
        settings.Bytes("SIZE", 20L << 30, min: 1);
        settings.OptionalInteger("COUNT", 1, 10_000);
        settings.Choice("MODE", "a", "b");
        settings.Secret("KEY");

        Assert.Equal(
            [
                new Setting("COUNT", SettingUnit.Number, null, "1–10,000"),
                new Setting("KEY", SettingUnit.Secret, null, "≥ 16", IsRequired: true),
                new Setting("MODE", SettingUnit.Text, "a", "a, b"),
                new Setting("SIZE", SettingUnit.Bytes, "20 GiB", "≥ 1"),
                new Setting("TIMEOUT", SettingUnit.Seconds, "86400", "0.5–604,800 (7 d)"),
            ],
            settings.Asked);
    }

    [Fact]
    public void Value_BelowItsLeast_IsAnErrorThatNamesIt()
    {
        var settings = Settings(("SIZE", "10kB"));
        settings.Bytes("SIZE", 20 << 20, min: 1 << 20);

        Assert.Equal(new SettingError("SIZE", "'10kB' is below 1 MiB"), Assert.Single(Assert.Throws<InvalidSettingsException>(settings.ThrowIfInvalid).Errors));
    }

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("8388608TiB")]
    [InlineData("100000000000000000TB")]
    public void Size_BeyondAnyDisk_IsAnErrorThatNamesIt(string text)
    {
        var settings = Settings(("SIZE", text));
        settings.OptionalBytes("SIZE");

        Assert.Equal(
            new SettingError("SIZE", $"'{text}' is larger than 9223372036854775807 bytes"),
            Assert.Single(Assert.Throws<InvalidSettingsException>(settings.ThrowIfInvalid).Errors));
    }

    private static SettingsReader Settings(params (string Name, string Value)[] values) => new(
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => v.Name, v => (string?)v.Value)).Build());
}
