using MeetingCloud.Api.Uploads;
using MeetingCloud.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace MeetingCloud.Tests.Api.Uploads;

public sealed class UploadOptionsTests
{
    [Fact]
    public void Settings_HaveDefaults_AndAreRead()
    {
        Assert.Equal(new UploadOptions(TimeSpan.FromDays(1), 1L << 40), UploadOptions.Read(Settings()));
        Assert.Equal(
            new UploadOptions(TimeSpan.FromHours(2), 5_000_000_000),
            UploadOptions.Read(Settings(("UPLOAD_EXPIRY", "7200"), ("UPLOAD_MAX_BYTES", "5GB"))));
    }

    [Fact]
    public void Settings_AreRefusedAllAtOnce_WhenTheyCannotWork()
    {
        var settings = Settings(("UPLOAD_EXPIRY", "0"), ("UPLOAD_MAX_BYTES", "0"));
        UploadOptions.Read(settings);
        var message = Assert.Throws<InvalidSettingsException>(settings.ThrowIfInvalid).Message;
        Assert.Contains("UPLOAD_EXPIRY", message, StringComparison.Ordinal);
        Assert.Contains("UPLOAD_MAX_BYTES", message, StringComparison.Ordinal);
    }

    private static SettingsReader Settings(params (string Name, string Value)[] values) => new(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Name, (string?)v.Value))).Build());
}
