using System.Net;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Tests.ServiceDefaults.Security;

public sealed class GuessLimitTests
{
    private static readonly IPAddress s_caller = IPAddress.Parse("192.0.2.1");

    [Fact]
    public void Caller_Waits_WhenTenGuessesWereWrong_AtThatMeetingAlone()
    {
        using var limit = new GuessLimit();
        Guess(limit, s_caller, GuessLimit.PerWindow - 1);
        Assert.Null(limit.WaitOf(s_caller, "m1"));
        Guess(limit, s_caller, 1);

        Assert.InRange(limit.WaitOf(s_caller, "m1")!.Value, TimeSpan.Zero, GuessLimit.Window);
        Assert.Null(limit.WaitOf(s_caller, "m2"));
        Assert.Null(limit.WaitOf(IPAddress.Parse("192.0.2.2"), "m1"));
    }

    [Fact]
    public void Caller_WaitsForLonger_WhenTheHoursGuessesWereWrong_HoweverSlowlyTheyCame()
    {
        // As one who never makes ten in a minute.
        using var limit = new GuessLimit(perWindow: int.MaxValue, GuessLimit.PerHour);
        Guess(limit, s_caller, GuessLimit.PerHour - 1);
        Assert.Null(limit.WaitOf(s_caller, "m1"));
        Guess(limit, s_caller, 1);

        Assert.InRange(limit.WaitOf(s_caller, "m1")!.Value, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.2", false)]
    public void Callers_ShareTheirGuesses_WhenOneMachineMayHaveBothAddresses(string one, string other, bool shared)
    {
        using var limit = new GuessLimit();
        Guess(limit, IPAddress.Parse(one), GuessLimit.PerWindow);
        Assert.Equal(shared, limit.WaitOf(IPAddress.Parse(other), "m1") is not null);
    }

    private static void Guess(GuessLimit limit, IPAddress caller, int times)
    {
        for (var i = 0; i < times; i++)
        {
            limit.CountWrong(caller, "m1");
        }
    }
}
