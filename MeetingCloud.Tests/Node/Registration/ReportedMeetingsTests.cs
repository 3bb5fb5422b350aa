using System.Globalization;
using MeetingCloud.Contracts;
using MeetingCloud.Node.Registration;

namespace MeetingCloud.Tests.Node.Registration;

public sealed class ReportedMeetingsTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(HeartbeatRequest.MostMeetings)]
    public void Heartbeat_NamesAllMeetings_WhileTheyAreNotTooMany(int count) =>
        Assert.Equal(Held(count), HeartbeatWorker.Reported(Held(count)));

    [Fact]
    public void Heartbeat_NamesTheNewestMeetings_WhenTheyAreTooMany()
    {
        var reported = HeartbeatWorker.Reported(Held(HeartbeatRequest.MostMeetings + 2));

        Assert.Equal(HeartbeatRequest.MostMeetings, reported.Count);
        Assert.DoesNotContain(reported, static meeting => meeting.Id is "m000000" or "m000001");
    }

    // Ids of meetings grow with time.
    private static List<HeldMeeting> Held(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new HeldMeeting(string.Create(CultureInfo.InvariantCulture, $"m{i:d6}"), 1))];
}
