using FsCheck;
using FsCheck.Fluent;
using MeetingCloud.Contracts;
using MeetingCloud.Node.Peers;

namespace MeetingCloud.Tests.Node.Peers;

public sealed class BlobSourcesTests
{
    private static readonly Uri s_controlPlane = new("http://control-plane");

    [Fact]
    public void OneNodeOfASite_AsksOutside_AndTheOthersAskIt()
    {
        foreach (var size in Enumerable.Range(1, 8))
        {
            var ids = Enumerable.Range(1, size).Select(i => $"node-{i}").ToList();
            var first = ids.ToDictionary(id => id, id => Order("blob", id, ids)[0]);
            var outside = Assert.Single(ids, id => first[id].Ask != BlobAsk.ForTurn);
            Assert.All(ids.Where(id => id != outside), id => Assert.Equal(new BlobSource(Url(outside), BlobAsk.ForTurn), first[id]));
        }
    }

    [Fact]
    public void Blobs_AreSharedOutEvenly()
    {
        string[] ids = ["node-1", "node-2", "node-3", "node-4"];
        var shares = ids.Select(id => Enumerable.Range(0, 1000).Count(i => Order($"blob-{i}", id, ids)[0].Ask != BlobAsk.ForTurn)).ToList();
        Assert.Equal(1000, shares.Sum());
        Assert.All(shares, share => Assert.InRange(share, 200, 300));
    }

    [Fact]
    public void Turns_MakeNoCircle_ThoughEachNodeKnowsOtherNeighbours()
    {
        // Whom each knows is drawn at random: a registry that lags, a manifest that is old.
        var views = from blob in Gen.Choose(0, 1_000_000)
                    from known in ArbMap.Default.GeneratorFor<bool>().ArrayOf(36)
                    select (Blob: $"{blob}", Known: known);
        Prop.ForAll(Arb.From(views), view =>
        {
            var ids = Enumerable.Range(0, 6).Select(i => $"node-{i}").ToList();
            var waits = ids.ToDictionary(
                id => id,
                id => Order(view.Blob, id, [.. ids.Where((other, i) => other == id || view.Known[(ids.IndexOf(id) * 6) + i])])
                    .Where(source => source.Ask == BlobAsk.ForTurn).Select(source => source.Url.Host).ToList());
            var done = new HashSet<string>();
            for (var before = -1; done.Count > before;)
            {
                before = done.Count;
                done.UnionWith(ids.Where(id => waits[id].All(done.Contains)));
            }

            return done.Count == ids.Count;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Sources_AreNearBeforeFar_AndOtherSitesAfterTheControlPlane()
    {
        var manifest = Manifest(
            [new Peer("same", "http://same"), new Peer("head", "http://head"), new Peer("far", "http://far", Distant: true), new Peer("odd", "no url"), new Peer("file", "file:///etc/hosts")],
            [new Peer("same", "http://same")]);
        var order = BlobSources.Of(manifest).InOrder("blob", "self", s_controlPlane);
        Assert.Equal(["same", "head", "control-plane", "far"], order.Select(source => source.Url.Host));
        Assert.Equal([BlobAsk.ForWhole, BlobAsk.ControlPlane, BlobAsk.ForWhole], order.Skip(1).Select(source => source.Ask));
    }

    [Fact]
    public void OlderControlPlane_NamesNoNeighbours_AndItsPeersAreAskedForWhatTheyHave()
    {
        var manifest = Manifest([new Peer("a", "http://a"), new Peer("b", "http://b")], null);
        Assert.Equal(
            [new BlobSource(Url("a"), BlobAsk.ForWhole), new BlobSource(Url("b"), BlobAsk.ForWhole), new BlobSource(s_controlPlane, BlobAsk.ControlPlane)],
            BlobSources.Of(manifest).InOrder("blob", "self", s_controlPlane));
    }

    private static IReadOnlyList<BlobSource> Order(string blob, string self, IEnumerable<string> ids) =>
        new BlobSources([], [], [], [.. ids.Where(id => id != self).Select(id => KeyValuePair.Create(id, Url(id)))]).InOrder(blob, self, s_controlPlane);

    private static Uri Url(string id) => new($"http://{id}");

    private static Manifest Manifest(IReadOnlyList<Peer> peers, IReadOnlyList<Peer>? neighbours) =>
        new("m", "Meeting", default, MeetingStatus.Active, 1, new ManifestPackage("etag", 1, "a.zip"), [], peers, neighbours);
}
