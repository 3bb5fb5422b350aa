using MeetingCloud.Api.Uploads;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Api.Uploads;

public sealed class UploadTicketsTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Ticket_OpensItsMeeting_UntilItExpires()
    {
        var tickets = new UploadTickets(new AdminKey("the-key-of-the-admins"), _time);
        var (token, expiresAt) = tickets.Issue("board-2026");
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromHours(12), expiresAt);

        _time.Advance(TimeSpan.FromHours(12));
        Assert.Equal("board-2026", tickets.Verify(token));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(tickets.Verify(token));
    }

    [Fact]
    public void Ticket_IsWorthNothing_UnderAnotherKey()
    {
        var (token, _) = new UploadTickets(new AdminKey("the-key-of-the-admins"), _time).Issue("board");
        Assert.Null(new UploadTickets(new AdminKey("another-key-of-admins"), _time).Verify(token));
    }
}
