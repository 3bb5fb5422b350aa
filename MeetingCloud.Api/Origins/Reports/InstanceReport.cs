using System.Text.Json.Serialization;
using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Origins.Reports;

/// <summary>What one instance did with the pool, and sees of it.</summary>
/// <param name="Since">Its start.</param>
/// <param name="Hits">Reads that found the file in the cache.</param>
/// <param name="Misses">Those that did not.</param>
/// <param name="Fetches">Files fetched from the pool.</param>
internal sealed record InstanceReport(DateTimeOffset Since, IReadOnlyList<ServerReport> Servers, long Hits, long Misses, long Fetches);

/// <summary>The same of one server.</summary>
/// <param name="Latency">Of the last minutes, as <see cref="MeetingCloud.Storage.Origins.Statistics.LatencyHistogram.Counts"/>.</param>
internal sealed record ServerReport(WebdavServerStatus Status, WebdavServerStats Stats, IReadOnlyDictionary<int, int> Latency);

/// <summary>How reports are written to Redis.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(InstanceReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
