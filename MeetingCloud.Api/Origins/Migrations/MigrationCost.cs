using MeetingCloud.Contracts;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins;

namespace MeetingCloud.Api.Origins.Migrations;

/// <summary>Adds up what a migration costs.</summary>
internal sealed class MigrationCost(OriginPool pool, MigrationVerification verify)
{
    /// <summary>Assumed of a server that was not asked anything yet.</summary>
    private static readonly TimeSpan s_latency = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<BlobHash> _files = [];
    private readonly Dictionary<string, Sums> _servers = pool.Servers.ToDictionary(server => server.Id, _ => new Sums(), StringComparer.Ordinal);
    private BlobHash? _lastRead;
    private long _copies;
    private long _deletions;
    private long _bytes;

    public void Add(PlannedMove move)
    {
        _files.Add(move.Blob);
        if (move.Target is { } target)
        {
            var parts = OriginPaths.Parts(target.PartSizeOf(move.Size), move.Size);
            var sums = _servers[target.Id];
            sums.CopiesIn++;
            sums.BytesIn += move.Size;
            // Each part is written and its size read back, and read whole where that is wanted.
            sums.Requests += parts * (verify == MigrationVerification.Content ? 3 : 2);
            _copies++;
            _bytes += move.Size;
            if (move.Source is { } source && _lastRead != move.Blob)
            {
                // Read once for all its copies.
                _lastRead = move.Blob;
                _servers[source.ServerId].Requests += OriginPaths.Parts(source, move.Size);
            }
        }

        if (move.Surplus is { } surplus)
        {
            var sums = _servers[surplus.ServerId];
            sums.CopiesOut++;
            sums.BytesOut += move.Size;
            sums.Requests += OriginPaths.Parts(surplus, move.Size);
            _deletions++;
        }
    }

    public MigrationPlan Plan() => new(
        _files.Count,
        _copies,
        _deletions,
        _bytes,
        _servers.Values.Sum(sums => sums.Requests),
        Math.Round(pool.Servers.Max(server => Seconds(server, _servers[server.Id].Requests)), 1),
        [.. pool.Servers.Select(server => (server.Id, Sums: _servers[server.Id])).Select(s => new MigrationServerPlan(
            s.Id, s.Sums.CopiesIn, s.Sums.BytesIn, s.Sums.CopiesOut, s.Sums.BytesOut, s.Sums.Requests))]);

    // A migration has half of a server's slots and half of its budget.
    private static double Seconds(OriginServer server, long requests)
    {
        if (requests == 0)
        {
            return 0;
        }

        var slots = Math.Max(1, server.Options.MaxConcurrent / 2);
        var seconds = requests * (server.Counters.MeanLatency ?? s_latency).TotalSeconds / slots;
        if (server.Options.RequestsPerWindow is { } limit)
        {
            seconds = Math.Max(seconds, (requests - 1) / Math.Max(1, limit / 2) * server.Options.Window.TotalSeconds);
        }

        return server.Options.RequestsPerSecond is { } burst ? Math.Max(seconds, requests / Math.Max(1.0, burst / 2.0)) : seconds;
    }

    private sealed class Sums
    {
        public long CopiesIn { get; set; }

        public long BytesIn { get; set; }

        public long CopiesOut { get; set; }

        public long BytesOut { get; set; }

        public long Requests { get; set; }
    }
}
