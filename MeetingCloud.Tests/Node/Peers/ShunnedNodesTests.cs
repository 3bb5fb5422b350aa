using MeetingCloud.Node.Peers;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Node.Peers;

public sealed class ShunnedNodesTests
{
    private static readonly Uri s_node = new("http://10.3.0.2:8001");

    [Fact]
    public void Node_IsAskedAgain_AfterAPauseThatGrows_UntilItAnswers()
    {
        var time = new ManualTimeProvider();
        var shunned = new ShunnedNodes(time);
        Assert.Equal([10, 20, 40, 80, 120, 120], Enumerable.Range(0, 6).Select(_ => PauseAfterAFailure()));
        shunned.Remove(s_node);
        Assert.Equal(10, PauseAfterAFailure());

        int PauseAfterAFailure()
        {
            shunned.Add(s_node);
            // A second transfer that ran at the same time.
            shunned.Add(s_node);
            var seconds = 0;
            for (; shunned.Contains(s_node); seconds++)
            {
                time.Advance(TimeSpan.FromSeconds(1));
            }

            return seconds;
        }
    }
}
