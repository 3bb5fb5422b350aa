using MeetingCloud.Dav.Locks;

namespace MeetingCloud.Tests.Dav;

public sealed class IfHeaderTests : DavTest
{
    [Theory]
    [InlineData("(<urn:a>)", "(<urn:a>)")]
    [InlineData("(Not <DAV:no-lock> [\"tag\"]) ( <urn:a> )", "(!<DAV:no-lock>[\"tag\"])(<urn:a>)")]
    [InlineData("</x> (<urn:a>)([W/\"b\"]) <http://h/y>(Not[\"c\"])", "/x(<urn:a>)/x([W/\"b\"])http://h/y(![\"c\"])")]
    public void Header_IsRead_WhereItIsWellFormed(string text, string expected)
    {
        Assert.True(IfHeader.TryParse(text, out var header));
        Assert.Equal(expected, string.Concat(header.Lists.Select(list => list.Tag + "(" + string.Concat(list.Conditions.Select(
            condition => (condition.IsNegated ? "!" : "") + (condition.IsEntityTag ? $"[{condition.Value}]" : $"<{condition.Value}>"))) + ")")));
    }

    [Theory]
    [InlineData("urn:a")]
    [InlineData("()")]
    [InlineData("(<urn:a>")]
    [InlineData("(<>)")]
    [InlineData("(Not)")]
    [InlineData("</x>")]
    [InlineData("</x> </y> (<urn:a>)")]
    [InlineData("(<urn:a>) </x> (<urn:b>)")]
    [InlineData("(<urn:a>) x")]
    public async Task Header_IsRefused_WhereItIsNot(string text)
    {
        Assert.False(IfHeader.TryParse(text, out _));
        Assert.Equal(400, await Server.StatusWithBodyAsync("PUT", "/f", "x", ("If", text)));
    }

    [Fact]
    public async Task Write_GoesOn_OnlyWhereAListHolds()
    {
        var tag = (await Server.PutAsync("/f", "f")).Tag;
        await Server.PutAsync("/g", "g");

        async Task ExpectAsync(int status, string header) =>
            Assert.Equal(status, await Server.StatusWithBodyAsync("PROPPATCH", "/f", "<propertyupdate xmlns='DAV:'><remove><prop><x xmlns='urn:x'/></prop></remove></propertyupdate>", ("If", header)));

        await ExpectAsync(207, $"([{tag}])");
        await ExpectAsync(412, "([\"other\"])");
        await ExpectAsync(412, $"(Not [{tag}])");
        await ExpectAsync(412, $"([{tag}] <urn:uuid:none>)");
        await ExpectAsync(207, $"([\"other\"]) ([{tag}] Not <DAV:no-lock>)");
        await ExpectAsync(412, "(<DAV:no-lock>)");
        await ExpectAsync(412, $"<{Server.Url}/g> ([{tag}])");
        await ExpectAsync(207, $"<{Server.Url}/g> ([{tag}]) <{Server.Url}/f> ([{tag}])");
        await ExpectAsync(412, $"<http://elsewhere.example/f> ([{tag}])");
        await ExpectAsync(207, "<http://elsewhere.example/f> (Not [\"other\"])");
    }
}
