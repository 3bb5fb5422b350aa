using MeetingCloud.Dav;
using MeetingCloud.Dav.Http;
using MeetingCloud.Dav.Properties;
using MeetingCloud.Dav.Store;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Tests.Dav;

public sealed class FileStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StoreFolders _folders;
    private readonly QuotaAccount _quota;
    private readonly FileStore _store;

    public FileStoreTests()
    {
        var options = new DavOptions { Root = _folder.Path };
        _folders = new StoreFolders(options);
        _quota = new QuotaAccount(options, _folders, new FakeDisk());
        var staging = new Staging(_folders, _quota, new ModificationStamps(new ManualTimeProvider()));
        _store = new FileStore(_folders, _quota, new PropertyFiles(_quota), staging, NullLogger<FileStore>.Instance);
        Directory.CreateDirectory(_folders.Temporary);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Collection_StaysWithAllThatIsInIt_WhenWhatReplacesItCannotBePutThere(bool byCollection)
    {
        Directory.CreateDirectory(_folder.Combine("a"));
        await File.WriteAllTextAsync(_folder.Combine("a", "member"), "member");
        using var vanished = Vanished(byCollection);

        Assert.ThrowsAny<IOException>(() => _store.Place(vanished, DavPath.Root.Child("a")));

        Assert.Equal("member", await File.ReadAllTextAsync(_folder.Combine("a", "member")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folders.Temporary));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task File_StaysWithItsPropertiesAndItsBytesOfTheQuota_WhenWhatReplacesItCannotBePutThere(bool byCollection)
    {
        var properties = StoreFolders.PropertiesOfFile(_folder.Combine("a"));
        await File.WriteAllTextAsync(_folder.Combine("a"), "file");
        Directory.CreateDirectory(Path.GetDirectoryName(properties)!);
        await File.WriteAllTextAsync(properties, "properties");
        _quota.Add(14);
        using (var vanished = Vanished(byCollection))
        {
            Assert.ThrowsAny<IOException>(() => _store.Place(vanished, DavPath.Root.Child("a")));
        }

        Assert.Equal("file", await File.ReadAllTextAsync(_folder.Combine("a")));
        Assert.Equal("properties", await File.ReadAllTextAsync(properties));
        Assert.Equal(14, _quota.Used);
    }

    /// <summary>A copy that somebody removed from the temporary folder before it could be put in its place.</summary>
    private StagedContent Vanished(bool isCollection) =>
        new(_folders.NewTemporary(), isCollection, new QuotaReservation(_quota, 0)) { ReplacesProperties = true };
}
