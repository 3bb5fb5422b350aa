using System.Buffers;
using System.Text;
using MeetingCloud.Storage.Packages;

namespace MeetingCloud.Tests.Storage.Packages;

public sealed class CanonicalJsonWriterTests
{
    // RFC 8785, section 3.2.2: the string of the sample, and its canonical form.
    [Fact]
    public void String_EscapesAsTheRfcsSample() =>
        Assert.Equal(
            """
            "€$\u000f\nA'B\"\\\\\"/"
            """,
            Write(json => json.String("\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\u002f")));

    // RFC 8785, section 3.2.3: its names, in the order that it gives.
    [Fact]
    public void Name_TakesTheRfcsSample_InItsOrder()
    {
        string[] names = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33"];
        Assert.Equal(
            "{\"\\r\":\"\",\"1\":\"\",\"\u0080\":\"\",\"\u00f6\":\"\",\"\u20ac\":\"\",\"\ud83d\ude00\":\"\",\"\ufb33\":\"\"}",
            Write(json =>
            {
                json.StartObject();
                foreach (var name in names)
                {
                    json.Member(name, "");
                }

                json.EndObject();
            }));
    }

    [Theory]
    [InlineData("b", "a")]
    [InlineData("a", "a")]
    [InlineData("\ufb33", "\ud83d\ude00")]
    public void Name_RefusesAnyOtherOrder(string first, string second) =>
        Assert.Throws<InvalidOperationException>(() => Write(json =>
        {
            json.StartObject();
            json.Member(first, 1);
            json.Member(second, 2);
        }));

    [Fact]
    public void Nesting_PutsCommasWhereTheyBelong() =>
        Assert.Equal(
            """{"a":[],"b":[1,-2,{"c":{}},"d"],"e":9007199254740991}""",
            Write(json =>
            {
                json.StartObject();
                json.Name("a");
                json.StartArray();
                json.EndArray();
                json.Name("b");
                json.StartArray();
                json.Integer(1);
                json.Integer(-2);
                json.StartObject();
                json.Name("c");
                json.StartObject();
                json.EndObject();
                json.EndObject();
                json.String("d");
                json.EndArray();
                json.Member("e", CanonicalJsonWriter.MaxInteger);
                json.EndObject();
            }));

    [Fact]
    public void Integer_RefusesWhatJsonReadersWouldRound() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Write(json => json.Integer(CanonicalJsonWriter.MaxInteger + 1)));

    [Theory]
    [InlineData("", 0xD83D, "")]
    [InlineData("a", 0xDE00, "b")]
    public void String_RefusesHalfASurrogatePair(string before, int half, string after) =>
        Assert.Throws<FormatException>(() => Write(json => json.String(before + (char)half + after)));

    [Fact]
    public void String_EscapesControlCharacters_AndNothingElse()
    {
        var all = string.Concat(Enumerable.Range(0, 0x100).Select(c => (char)c)) + "\u2028\u2029\ufeff中文";
        var expected = new StringBuilder("\"");
        foreach (var c in all)
        {
            expected.Append(c switch
            {
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                '"' => "\\\"",
                '\\' => "\\\\",
                < ' ' => $"\\u00{(int)c:x2}",
                _ => c.ToString(),
            });
        }

        Assert.Equal(expected.Append('"').ToString(), Write(json => json.String(all)));
    }

    private static string Write(Action<CanonicalJsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(new CanonicalJsonWriter(output));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
