using System.Text;
using MeetingCloud.Dav;
using MeetingCloud.Dav.Handlers;
using MeetingCloud.Dav.Http;
using MeetingCloud.Dav.Locks;
using MeetingCloud.Dav.Properties;
using MeetingCloud.Dav.Store;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Tests.Dav;

public sealed class GetHandlerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Answer_IsAllOfOneFile_WhenAnotherComesInItsPlaceMeanwhile()
    {
        var clock = new ManualTimeProvider();
        var options = new DavOptions { Root = _folder.Path };
        var folders = new StoreFolders(options);
        var quota = new QuotaAccount(options, folders, new FakeDisk());
        var store = new FileStore(
            folders, quota, new PropertyFiles(quota), new Staging(folders, quota, new ModificationStamps(clock)), NullLogger<FileStore>.Instance);
        Directory.CreateDirectory(folders.Temporary);
        var path = DavPath.Root.Child("a");
        using var old = await StageAsync("old");
        using var newer = await StageAsync("newer");
        store.Complete(store.Place(old, path));
        var replaced = new StoreThatIsOvertaken(store, () => store.Complete(store.Place(newer, path)));
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        context.Request.Method = HttpMethods.Get;

        await new GetHandler(replaced, new WriteGuard(replaced, new LockTable(clock))).HandleAsync(context, path);
        await context.Response.BodyWriter.FlushAsync();

        var body = Encoding.ASCII.GetString(((MemoryStream)context.Response.Body).ToArray());
        Assert.Equal("newer", body);
        Assert.Equal(body.Length, context.Response.ContentLength);
        Assert.Equal(store.Find(path)!.EntityTag, context.Response.Headers.ETag.ToString());

        Task<StagedContent> StageAsync(string text) =>
            store.StageAsync(new MemoryStream(Encoding.ASCII.GetBytes(text)), text.Length, 0, CancellationToken.None);
    }

    /// <summary>Something else happens between the look at a file and its opening.</summary>
    private sealed class StoreThatIsOvertaken(IDavStore store, Action meanwhile) : IDavStore
    {
        public DavResource? Find(DavPath path) => store.Find(path);

        public IEnumerable<DavResource> List(DavResource collection) => store.List(collection);

        public FileContent OpenRead(DavResource file)
        {
            meanwhile();
            return store.OpenRead(file);
        }

        public Task<StagedContent> StageAsync(Stream content, long? length, long replaced, CancellationToken cancellationToken) =>
            store.StageAsync(content, length, replaced, cancellationToken);

        public Task<StagedContent> StageCopyAsync(DavResource source, bool withMembers, long replaced, CancellationToken cancellationToken) =>
            store.StageCopyAsync(source, withMembers, replaced, cancellationToken);

        public StoreChange Place(StagedContent content, DavPath path) => store.Place(content, path);

        public StoreChange CreateCollection(DavPath path) => store.CreateCollection(path);

        public StoreChange Move(DavResource source, DavPath destination) => store.Move(source, destination);

        public StoreChange Remove(DavResource resource) => store.Remove(resource);

        public void Complete(StoreChange change) => store.Complete(change);
    }
}
