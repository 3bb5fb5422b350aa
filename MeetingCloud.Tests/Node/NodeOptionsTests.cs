using MeetingCloud.Node;

namespace MeetingCloud.Tests.Node;

public sealed class NodeOptionsTests
{
    [Theory]
    [InlineData("m-1_A", true)]
    [InlineData("", false)]
    [InlineData("a/b", false)]
    [InlineData("a\n", false)]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", false)]
    public void Id_IsOne_WhereItIsASafeNameThroughout(string text, bool isId)
    {
        Assert.Equal(isId, NodeOptions.IsId(text));
    }
}
