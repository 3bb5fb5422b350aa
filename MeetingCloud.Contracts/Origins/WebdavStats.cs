namespace MeetingCloud.Contracts;

/// <summary>What all instances did with the origin pool, and what it holds: nothing where the origin is the control plane's own disk.</summary>
/// <param name="Since">Start of the oldest instance at work: what ended ones did is not in it.</param>
/// <param name="Totals">All servers together; its latency is left out.</param>
/// <param name="Cache">The control plane's cache in front of the pool.</param>
public sealed record WebdavStats(
    DateTimeOffset Since,
    IReadOnlyList<WebdavServerStats> Servers,
    WebdavTotals Totals,
    WebdavFiles Files,
    WebdavCache Cache);

/// <summary>A server's numbers.</summary>
/// <param name="Requests">By method.</param>
/// <param name="Uploads">Files or parts of files sent.</param>
/// <param name="Downloads">Requests for a file's bytes.</param>
/// <param name="Errors">Failed requests by kind.</param>
/// <param name="Latency">Of the last five minutes, in milliseconds; null where there was no request.</param>
/// <param name="Copies">Copies of files that are recorded there.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record WebdavServerStats(
    string Id,
    IReadOnlyDictionary<string, long> Requests,
    long Uploads,
    long Downloads,
    long BytesUploaded,
    long BytesDownloaded,
    IReadOnlyDictionary<string, long> Errors,
    WebdavLatency? Latency,
    int InUse,
    int Waiting,
    long Copies,
    long Bytes);

/// <summary>Quantiles in milliseconds: time to the headers of an answer, uploads left out.</summary>
public sealed record WebdavLatency(double P50, double P95, double P99);

/// <summary>Sums over all servers.</summary>
public sealed record WebdavTotals(
    long Requests, long Uploads, long Downloads, long BytesUploaded, long BytesDownloaded, long Errors);

/// <summary>How the files stand.</summary>
/// <param name="Total">Files that meetings and the media library name, each content once.</param>
/// <param name="Replicated">Those with all their copies on servers in service.</param>
/// <param name="Missing">Those with fewer copies: being repaired, or waiting for a server.</param>
/// <param name="Unplaced">Those of which no copy is in the pool, only on the control plane's disk: see migrations.</param>
/// <param name="Suspect">Copies that their server had lost or mangled when they were read.</param>
/// <param name="Deleting">Copies that wait for their deletion.</param>
public sealed record WebdavFiles(long Total, long Replicated, long Missing, long Unplaced, long Suspect, long Deleting);

/// <summary>The cache on the control plane's disk.</summary>
/// <param name="Used">Bytes.</param>
/// <param name="Quota">Bytes.</param>
/// <param name="Hits">Reads that found the file there.</param>
/// <param name="Misses">Reads that began or joined a fetch from the pool.</param>
/// <param name="Fetches">Files fetched from the pool.</param>
public sealed record WebdavCache(long Used, long Quota, long Hits, long Misses, long Fetches);
