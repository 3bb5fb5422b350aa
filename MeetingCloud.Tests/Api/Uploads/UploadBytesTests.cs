using System.IO.Pipelines;
using System.Security.Cryptography;
using MeetingCloud.Api.Http;
using MeetingCloud.Api.Uploads;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace MeetingCloud.Tests.Api.Uploads;

/// <summary>The bytes of an upload of 100, of which another instance may have taken over the lock.</summary>
public sealed class UploadBytesTests : IDisposable
{
    private const int Length = 100;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mc-uploads-");
    private readonly byte[] _content = HttpExtensions.Bytes(Length);
    private readonly UploadFolder _folder;
    private readonly UploadBytes _bytes;

    public UploadBytesTests()
    {
        _folder = new UploadFolder(new BlobStoreOptions { RootPath = _root.FullName });
        _bytes = new UploadBytes("u1", Length, _folder, static _ => { });
    }

    public void Dispose()
    {
        _bytes.Dispose();
        _root.Delete(recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WholeUpload_StaysWhole_WhenAWriterThatLostItsLockBreaksOff(bool hasSum)
    {
        await Assert.ThrowsAsync<IOException>(() => AppendAsync(0, 40, hasSum ? _content[..40] : null, async body =>
        {
            await GoOnElsewhereAsync();
            await body.CompleteAsync(new IOException("The line broke."));
        }));

        Assert.Equal(_content, await File.ReadAllBytesAsync(_folder.Bytes("u1")));
    }

    [Fact]
    public async Task WholeUpload_StaysWhole_WhenAWriterThatLostItsLockBroughtOtherBytesThanItSaid()
    {
        await Assert.ThrowsAsync<ProblemException>(() => AppendAsync(0, 40, expected: [1, 2, 3], async body =>
        {
            await GoOnElsewhereAsync();
            await body.CompleteAsync();
        }));

        Assert.Equal(_content, await File.ReadAllBytesAsync(_folder.Bytes("u1")));
    }

    [Fact]
    public async Task BytesOfAWrongSum_AreReplacedByThoseThatComeNext()
    {
        await AppendAsync(0, 10, expected: null, body => body.CompleteAsync().AsTask());
        await _folder.SaveAsync(new UploadRecord("u1", Length, new UploadTarget("m", "a.bin", "text/plain", null), "", IsStored: false), lasting: false);
        await Assert.ThrowsAsync<ProblemException>(() => AppendAsync(10, 40, expected: [1, 2, 3], body => body.CompleteAsync().AsTask()));
        Assert.Equal(10, _bytes.Offset);
        Assert.Equal(10, (await _folder.ReadAsync("u1", CancellationToken.None))!.Offset);

        await AppendAsync(10, 90, expected: null, body => body.CompleteAsync().AsTask());

        Assert.Equal(HttpExtensions.Sha256(_content), (await _bytes.FinishAsync(CancellationToken.None)).Hash.ToString());
        Assert.Equal(_content, await File.ReadAllBytesAsync(_folder.Bytes("u1")));
    }

    /// <param name="expected">The bytes whose sum is announced; null for none.</param>
    /// <param name="end">Ends the request, once its bytes are on the disk.</param>
    private async Task AppendAsync(int start, int count, byte[]? expected, Func<PipeWriter, Task> end)
    {
        var pipe = new Pipe();
        using var turn = new WriterTurn(new ManualTimeProvider(), static () => { }, CancellationToken.None);
        using var checksum = expected is null ? null : Sum(expected);
        var appending = _bytes.AppendAsync(start, pipe.Reader.AsStream(), checksum, turn);
        await pipe.Writer.WriteAsync(_content.AsMemory(start, count));
        await Eventually.BecomesTrueAsync(() => new FileInfo(_folder.Bytes("u1")).Length >= start + count, TestCluster.Patience, "the bytes are on the disk");
        await end(pipe.Writer);
        await appending;
    }

    private async Task GoOnElsewhereAsync()
    {
        await using var file = new FileStream(
            _folder.Bytes("u1"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, useAsync: false);
        await file.WriteAsync(_content);
    }

    private static UploadChecksum Sum(byte[] bytes)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers[TusHeaders.Checksum] = "sha256 " + Convert.ToBase64String(SHA256.HashData(bytes));
        return UploadChecksum.Read(context.Request)!;
    }
}
