using System.Text.Json;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Contracts;

public sealed class Rfc3339ConverterTests
{
    [Theory]
    [InlineData("2026-05-01T09:30:00Z", "2026-05-01T09:30:00Z")]
    [InlineData("2026-05-01t09:30:00.5z", "2026-05-01T09:30:00.5Z")]
    [InlineData("2026-05-01T09:30:00.12+08:00", "2026-05-01T01:30:00.12Z")]
    [InlineData("2026-05-01T09:30:00.1234567-00:30", "2026-05-01T10:00:00.1234567Z")]
    [InlineData("2026-05-01T09:30:00.123456789Z", "2026-05-01T09:30:00.1234567Z")]
    [InlineData("2026-05-01T09:30:00.999999999+08:00", "2026-05-01T01:30:00.9999999Z")]
    [InlineData("2026-05-01T09:30:00.00000000000000000000000001Z", "2026-05-01T09:30:00Z")]
    public void Time_IsRead_WithAnyNumberOfDigits(string sent, string read)
    {
        var time = JsonSerializer.Deserialize($$"""{"title":"x","time":"{{sent}}"}""", ContractJson.Default.MeetingRequest)!.Time;
        Assert.Equal(read, Rfc3339Converter.Format(time!.Value));
    }

    [Theory]
    [InlineData("2026-05-01T09:30:00")]
    [InlineData("2026-05-01T09:30:00.123456789")]
    [InlineData("2026-05-01T09:30:00.123456789 Z")]
    [InlineData("2026-05-01T09:30:00.1234567891.2Z")]
    [InlineData("2026-05-01T09:30:00,123456789Z")]
    [InlineData("2026-05-01 09:30:00Z")]
    [InlineData("2026-13-01T09:30:00Z")]
    public void Time_IsRefused_WhenItIsNone(string sent) => Assert.False(Rfc3339Converter.TryParse(sent, out _));
}
