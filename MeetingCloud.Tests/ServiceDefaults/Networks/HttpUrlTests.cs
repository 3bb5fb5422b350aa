using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Tests.ServiceDefaults.Networks;

public sealed class HttpUrlTests
{
    [Theory]
    [InlineData("http://10.0.0.5:8001", "http://10.0.0.5:8001/")]
    [InlineData("https://Node.Example:443/a%20b", "https://node.example/a%20b")]
    [InlineData("http://[2001:db8::1]:8001/x", "http://[2001:db8::1]:8001/x")]
    [InlineData("https://bücher.example:8443/文件", "https://xn--bcher-kva.example:8443/%E6%96%87%E4%BB%B6")]
    [InlineData("https://xn--bcher-kva.example", "https://xn--bcher-kva.example/")]
    public void Address_IsAscii_WhateverItIsWrittenIn(string text, string ascii) => Assert.Equal(ascii, HttpUrl.Parse(text)?.AbsoluteUri);

    [Theory]
    [InlineData("ftp://x")]
    [InlineData("/path")]
    [InlineData("http://x?y")]
    [InlineData("http://x#y")]
    [InlineData("http://me:secret@x")]
    public void Text_IsNoAddress(string text) => Assert.Null(HttpUrl.Parse(text));
}
