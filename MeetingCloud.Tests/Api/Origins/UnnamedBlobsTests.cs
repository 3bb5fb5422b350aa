using MeetingCloud.Api.Origins;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Api.Origins;

public sealed class UnnamedBlobsTests
{
    [Fact]
    public void Grace_CountsFromWhenTheLastNameWent()
    {
        var clock = new ManualTimeProvider();
        var unnamed = new UnnamedBlobs(clock);
        Assert.Empty(unnamed.Note(["a"]));
        clock.Advance(UnnamedBlobs.Grace / 2);
        Assert.Empty(unnamed.Note(["a", "b"]));
        clock.Advance(UnnamedBlobs.Grace / 2);

        Assert.Equal(["a"], unnamed.Note(["a", "b"]));
    }

    [Fact]
    public void Grace_BeginsAnew_ForABlobThatHadANameInBetween()
    {
        var clock = new ManualTimeProvider();
        var unnamed = new UnnamedBlobs(clock);
        unnamed.Note(["a"]);
        clock.Advance(UnnamedBlobs.Grace / 2);
        unnamed.Note([]);
        clock.Advance(UnnamedBlobs.Grace / 2);

        Assert.Empty(unnamed.Note(["a"]));
    }
}
