using FsCheck;
using FsCheck.Fluent;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins.Placement;

namespace MeetingCloud.Tests.Storage.Origins.Placement;

public sealed class LeastBusyTests
{
    private static readonly BlobHash s_blob = BlobHash.Of("a"u8);

    [Fact]
    public void LeastBusy_ComesFirst_MeasuredAgainstItsWeight()
    {
        // 0.9 of a weight of 3 is less than 0.5 of a weight of 1.
        Assert.Equal([1, 2, 0], Rank(new(1, 1, 0.7), new(2, 3, 0.9), new(3, 1, 0.5)));
    }

    [Fact]
    public void Spare_IsLast_HoweverIdle() => Assert.Equal([1, 0], Rank(new(1, 0, 0), new(2, 1, 5)));

    [Fact]
    public void Equals_AreInTheOrderOfTheHash_SoThatIdleServersShareTheFiles()
    {
        PlacementCandidate[] idle = [new(RendezvousHash.Seed("a"), 1, 0), new(RendezvousHash.Seed("b"), 1, 0), new(RendezvousHash.Seed("c"), 1, 0)];
        for (byte i = 0; i < 50; i++)
        {
            var blob = BlobHash.Of([i]);
            var (hashed, busy) = (new int[3], new int[3]);
            new RendezvousHash().Rank(blob, idle, hashed);
            new LeastBusy().Rank(blob, idle, busy);
            Assert.Equal(hashed, busy);
        }
    }

    [Fact]
    public void Order_IsByLoad_WhateverTheLoads() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Weight, byte Busy)[]>(), servers =>
        {
            var candidates = servers.Select((s, i) => new PlacementCandidate((ulong)i, s.Weight % 4, s.Busy / 10.0)).ToArray();
            if (candidates.Length == 0)
            {
                return true;
            }

            var order = Rank(candidates);
            var loads = order.Select(i => candidates[i].Weight == 0 ? double.MaxValue : candidates[i].Busy / candidates[i].Weight).ToArray();
            return order.Order().SequenceEqual(Enumerable.Range(0, candidates.Length)) && loads.SequenceEqual(loads.Order());
        }).QuickCheckThrowOnFailure();

    private static int[] Rank(params PlacementCandidate[] candidates)
    {
        var order = new int[candidates.Length];
        new LeastBusy().Rank(s_blob, candidates, order);
        return order;
    }
}
