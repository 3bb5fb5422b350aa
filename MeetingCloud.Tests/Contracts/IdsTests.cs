using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Contracts;

public sealed class IdsTests
{
    [Theory]
    [InlineData("m-1_A", true)]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234", true)]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("a/b", false)]
    [InlineData("..", false)]
    [InlineData("a\n", false)]
    [InlineData("a b", false)]
    [InlineData("é", false)]
    [InlineData("٣", false)]
    public void Id_IsOne_WhereItIsASafeNameThroughout(string? text, bool isId) => Assert.Equal(isId, Ids.IsValid(text));

    [Fact]
    public void New_IsAUuidOfVersion7_InLowerCase()
    {
        var id = Ids.New();
        Assert.True(Ids.IsValid(id));
        Assert.Equal(7, Guid.ParseExact(id, "D").Version);
        Assert.Equal(id.ToLowerInvariant(), id);
    }
}
