using MeetingCloud.Web.Editing;

namespace MeetingCloud.Tests.Web.Editing;

public sealed class EditDraftTests
{
    private readonly EditDraft _draft = new(Stored(1, "Title", "Intro"));

    [Fact]
    public void Take_ShowsWhatOthersWrote_InFieldsThatWereLeftAlone()
    {
        _draft["title"] = "My title";

        Assert.Equal(["intro"], _draft.Take(Stored(2, "Title", "Their intro")));

        Assert.Equal("My title", _draft["title"]);
        Assert.Equal("Their intro", _draft["intro"]);
        Assert.Empty(_draft.Conflicts);
        Assert.True(_draft.IsDirty);
        Assert.Equal(2, _draft.Version);
    }

    [Fact]
    public void Take_KeepsWhatIsTyped_AndNamesTheConflict_WhenOthersChangedTheSameField()
    {
        _draft["title"] = "My title";

        Assert.Equal(["title"], _draft.Take(Stored(2, "Their title", "Intro")));

        Assert.Equal("My title", _draft["title"]);
        Assert.Equal("Their title", Assert.Single(_draft.Conflicts).Value);
    }

    [Fact]
    public void Take_IsNoConflict_WhenBothWroteTheSame()
    {
        _draft["title"] = "New title ";

        Assert.Empty(_draft.Take(Stored(2, "New title", "Intro")));
        Assert.Empty(_draft.Conflicts);
        Assert.False(_draft.IsDirty);
    }

    [Fact]
    public void Take_ChangesNothing_WhenOnlyTheVersionRose()
    {
        _draft["title"] = "My title";

        Assert.Empty(_draft.Take(Stored(9, "Title", "Intro")));
        Assert.Equal(9, _draft.Version);
        Assert.Equal("My title", _draft["title"]);
    }

    [Fact]
    public void Take_IgnoresWhatIsOlder()
    {
        _draft.Take(Stored(5, "Newer", "Intro"));

        Assert.Empty(_draft.Take(Stored(4, "Older", "Intro")));
        Assert.Equal("Newer", _draft["title"]);
    }

    [Fact]
    public void Conflict_EndsWithADecision()
    {
        _draft["title"] = "My title";
        _draft["intro"] = "My intro";
        _draft.Take(Stored(2, "Their title", "Their intro"));

        _draft.KeepMine("title");
        _draft.TakeTheirs("intro");

        Assert.Empty(_draft.Conflicts);
        Assert.Equal("My title", _draft["title"]);
        Assert.Equal("Their intro", _draft["intro"]);
        Assert.True(_draft.IsChanged("title"));
        Assert.False(_draft.IsChanged("intro"));
    }

    [Fact]
    public void Conflict_ComesBack_WhenOthersChangeTheFieldAgainAfterTheDecision()
    {
        _draft["title"] = "My title";
        _draft.Take(Stored(2, "Their title", "Intro"));
        _draft.KeepMine("title");

        _draft.Take(Stored(3, "Their other title", "Intro"));

        Assert.Equal("Their other title", _draft.Conflicts["title"]);
        Assert.Equal("My title", _draft["title"]);
    }

    [Fact]
    public void Saved_LeavesWhatWasTypedSince()
    {
        _draft["title"] = "Sent";
        var sent = _draft.Texts.ToDictionary(StringComparer.Ordinal);
        _draft["title"] = "Sent and more";

        _draft.Saved(sent, Stored(2, "Sent", "Intro"));

        Assert.Equal("Sent and more", _draft["title"]);
        Assert.True(_draft.IsDirty);
    }

    private static StoredFields Stored(long version, string title, string intro) =>
        new(version, new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = title, ["intro"] = intro });
}
