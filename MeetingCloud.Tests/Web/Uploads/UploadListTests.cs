using MeetingCloud.Web.Uploads;

namespace MeetingCloud.Tests.Web.Uploads;

public sealed class UploadListTests
{
    private readonly UploadList _list = new();

    [Fact]
    public void List_ShowsWhatTheBrowserTells_AndSaysOnceWhatIsStored()
    {
        Assert.Empty(_list.Apply([BrowserSays.New(1, "a/b/c.pdf", 100), BrowserSays.New(2, "d.pdf", 300)]));
        var first = _list.Items[0];
        Assert.Equal(("c.pdf", "a/b", 0.0, true), (first.Name, first.Folder, first.Progress, first.CanPause));
        Assert.Equal("", _list.Items[1].Folder);

        _list.Apply([BrowserSays.Change(1, sent: 50, speed: 10, state: UploadState.Uploading), BrowserSays.Change(2, sent: 150, speed: 20, state: UploadState.Uploading)]);
        Assert.Equal((0.5, 30.0, 400L, 200L), (_list.Progress, _list.Speed, _list.Size, _list.Sent));

        Assert.Equal("a/b/c.pdf", Assert.Single(_list.Apply([BrowserSays.Change(1, sent: 100, state: UploadState.Stored)])).Path);
        Assert.Empty(_list.Apply([BrowserSays.Change(1, speed: 0, state: UploadState.Stored)]));
        Assert.Equal(20.0, _list.Speed);
    }

    [Fact]
    public void List_KeepsTheOrder_AndForgetsWhatWasCancelled()
    {
        _list.Apply([.. Enumerable.Range(1, 500).Select(id => BrowserSays.New(id, $"{id}.pdf", 1))]);
        _list.Remove(_list.Items[1]);
        // Its last word came late.
        _list.Apply([BrowserSays.Change(2, state: UploadState.Failed, status: 0), BrowserSays.Change(3, state: UploadState.Paused)]);
        Assert.Equal([1, 3, 4], _list.Items.Take(3).Select(item => item.Id));
        Assert.Equal(499, _list.Items.Count);
        Assert.Equal(1, _list.Count(UploadState.Paused));
    }

    [Theory]
    [InlineData(409, true)]
    [InlineData(UploadFailure.NoAnswer, true)]
    [InlineData(UploadFailure.Unreadable, false)]
    public void Upload_MayBeTriedAgain_UnlessTheBrowserCannotReadIt(int status, bool retry)
    {
        _list.Apply([BrowserSays.New(1, "a.pdf", 1), BrowserSays.Change(1, state: UploadState.Failed, status: status)]);
        var item = _list.Items[0];
        Assert.Equal((retry, false, false), (item.CanRetry, item.CanPause, item.CanResume));
    }

    [Fact]
    public void Progress_CountsFiles_WhereNoneHasBytes()
    {
        _list.Apply([BrowserSays.New(1, "a.txt", 0), BrowserSays.New(2, "b.txt", 0)]);
        Assert.Equal(0, _list.Progress);
        _list.Apply([BrowserSays.Change(1, state: UploadState.Stored)]);
        Assert.Equal((0.5, 1.0, 0.0), (_list.Progress, _list.Items[0].Progress, _list.Items[1].Progress));
    }
}
