using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MeetingCloud.Storage.Packages;

namespace MeetingCloud.Tests.Storage.Packages;

public sealed class PackagePathTests
{
    [Theory]
    [InlineData("a.pdf", true)]
    [InlineData("议程/第一项/报告 (最终).pdf", true)]
    [InlineData("..a/b..", true)]
    [InlineData("", false)]
    [InlineData("/a", false)]
    [InlineData("a/", false)]
    [InlineData("a//b", false)]
    [InlineData(".", false)]
    [InlineData("a/../b", false)]
    [InlineData("..", false)]
    [InlineData("a\\b", false)]
    [InlineData("a\0b", false)]
    [InlineData("a\nb", false)]
    public void IsSafe_ForWhatEverySystemExtractsBelowItsFolder(string path, bool safe) => Assert.Equal(safe, PackagePath.IsSafe(path));

    [Fact]
    public void IsSafe_NotForHalfASurrogatePair() => Assert.False(PackagePath.IsSafe("a\ud800b"));

    [Fact]
    public void IsSafe_UpToItsBytesOfUtf8()
    {
        Assert.True(PackagePath.IsSafe(new string('a', 1024)));
        Assert.False(PackagePath.IsSafe(new string('a', 1025)));
        Assert.True(PackagePath.IsSafe(new string('中', 341)));
        Assert.False(PackagePath.IsSafe(new string('中', 342)));
    }

    [Fact]
    public void Compare_IsTheOrderOfTheUtf8Bytes()
    {
        var texts = Gen.Elements("a", "b", "/", "~", "é", "中", "\ud7ff", "\ue000", "\uffff", "😀", "\U0010ffff")
            .ListOf().Select(parts => string.Concat(parts)).ToArbitrary();
        Prop.ForAll(texts, texts, (x, y) =>
            Math.Sign(PackagePath.Compare(x, y)) == Math.Sign(Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y))))
            .QuickCheckThrowOnFailure();
    }
}
