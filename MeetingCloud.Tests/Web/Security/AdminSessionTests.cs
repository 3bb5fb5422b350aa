using System.Security.Claims;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support;
using MeetingCloud.Web.Security;

namespace MeetingCloud.Tests.Web.Security;

/// <summary>What a circuit asks every few seconds.</summary>
public sealed class AdminSessionTests
{
    private const string Key = "an-admin-key-of-the-tests";

    private readonly ManualTimeProvider _clock = new(Samples.Now);
    private readonly AdminSession _sessions;

    public AdminSessionTests() => _sessions = new AdminSession(new AdminKey(Key), _clock);

    [Fact]
    public void Session_HasEnded_ForEveryCopyOfIt_WhenItWasSignedOut()
    {
        var session = _sessions.Begin(Key)!;
        var copy = session.Clone();
        var another = _sessions.Begin(Key)!;
        Assert.True(_sessions.IsValid(session));

        _sessions.End(session);

        Assert.False(_sessions.IsValid(session));
        Assert.False(_sessions.IsValid(copy));
        Assert.True(_sessions.IsValid(another));
    }

    [Fact]
    public void Session_StaysEnded_ForAsLongAsItsCookieCouldBeGood()
    {
        var session = _sessions.Begin(Key)!;
        _sessions.End(session);

        _clock.Advance(AdminSession.Length);
        _sessions.End(_sessions.Begin(Key)!);

        Assert.False(_sessions.IsValid(session));
    }

    [Fact]
    public void Session_Ends_WithItsCookie()
    {
        var session = _sessions.Begin(Key)!;
        AdminSession.NoteEnd(session, _clock.GetUtcNow() + AdminSession.Length);

        _clock.Advance(AdminSession.Length - TimeSpan.FromSeconds(1));
        Assert.True(_sessions.IsValid(session));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_sessions.IsValid(session));
    }

    [Fact]
    public void Session_IsNone_WithoutWhatASessionHas()
    {
        Assert.False(_sessions.IsValid(null));
        Assert.False(_sessions.IsValid(new ClaimsPrincipal()));
        Assert.False(_sessions.IsValid(new AdminSession(new AdminKey(Key + "-old"), _clock).Begin(Key + "-old")));
    }
}
