using System.Globalization;
using MeetingCloud.Web.Monitoring.Findings;
using Microsoft.Extensions.Localization;

namespace MeetingCloud.Web.Components.Controls;

/// <summary>Findings in words.</summary>
internal sealed class FindingText(IStringLocalizer<FindingText> L, Text text)
{
    private const int Named = 3;

    public string What(Finding finding) => finding.Kind switch
    {
        FindingKind.NoNodes => L["No node is registered: the control plane serves every download itself."],
        FindingKind.NoActiveNode => L["No node is active: the control plane serves every download itself."],
        FindingKind.NodesLost when finding.Count == 1 => L["{0} is lost.", Names(finding)],
        FindingKind.NodesLost => L["{0} nodes are lost: {1}.", text.Count(finding.Count), Names(finding)],
        FindingKind.NodesUnhealthy when finding.Count == 1 => L["{0} is overloaded or unfit.", Names(finding)],
        FindingKind.NodesUnhealthy => L["{0} nodes are overloaded or unfit: {1}.", text.Count(finding.Count), Names(finding)],
        FindingKind.NodesNearlyFull when finding.Count == 1 => L["{0} is nearly full.", Names(finding)],
        FindingKind.NodesNearlyFull => L["{0} nodes are nearly full: {1}.", text.Count(finding.Count), Names(finding)],
        FindingKind.NodesInMaintenance when finding.Count == 1 => L["{0} is in maintenance.", Names(finding)],
        FindingKind.NodesInMaintenance => L["{0} nodes are in maintenance: {1}.", text.Count(finding.Count), Names(finding)],
        FindingKind.MeetingsNowhere when finding.Count == 1 => L["No node is ready for “{0}”.", Names(finding)],
        FindingKind.MeetingsNowhere => L["No node is ready for {0} meetings: {1}.", text.Count(finding.Count), Names(finding)],
        FindingKind.MeetingsBehind when finding.Count == 1 => L["Not every node is ready for “{0}”.", Names(finding)],
        FindingKind.MeetingsBehind => L["Not every node is ready for {0} meetings: {1}.", text.Count(finding.Count), Names(finding)],
        FindingKind.RedisAway => L["Redis is away."],
        FindingKind.DatabaseAway => L["The database does not answer."],
        FindingKind.ControlPlaneDiskFull => L["The control plane's disk is full: uploads are refused."],
        FindingKind.ControlPlaneEnding => L["The control plane is ending."],
        FindingKind.OtherCheck => L["The control plane reports “{0}” as not well.", Names(finding)],
        _ => Pool(finding),
    };

    /// <param name="now">The control plane's time, from which <see cref="Finding.Until"/> is counted.</param>
    public string WhatToDo(Finding finding, DateTimeOffset now) => finding.Kind switch
    {
        FindingKind.NoNodes => L["Start a node with MAIN_SERVER_URL and API_KEY."],
        FindingKind.NoActiveNode => L["Start the lost ones again, or resume one that is in maintenance."],
        FindingKind.NodesLost => L["Check machine and network, and start what has ended; forget what is gone for good."],
        FindingKind.NodesUnhealthy => L["Look at processor, memory and disk there; add a node to share the load."],
        FindingKind.NodesNearlyFull when finding.Severity == Severity.Bad =>
            L["Meetings do not fit: raise STORAGE_QUOTA_BYTES, enlarge the disk, or close meetings that are over."],
        FindingKind.NodesNearlyFull => L["Every active meeting is there; closed ones make room by themselves when it is needed."],
        FindingKind.NodesInMaintenance => L["No new downloads are sent there. Resume when the work is done."],
        FindingKind.MeetingsNowhere => L["The control plane serves it meanwhile. See what the nodes hold, and their logs if it stays so."],
        FindingKind.MeetingsBehind => L["The ready ones serve it. Those that are behind go on fetching: see their storage and logs if it stays so."],
        FindingKind.RedisAway => L["Start Redis, or mend ConnectionStrings__redis. Downloads go on, from what this control plane knows itself."],
        FindingKind.DatabaseAway => L["Check DATABASE_URL and the disk it is on. Nothing can be changed until it answers."],
        FindingKind.ControlPlaneDiskFull => L["Make room where UPLOAD_DIR is, or set a smaller ORIGIN_CACHE_BYTES. Downloads go on."],
        FindingKind.ControlPlaneEnding => L["Running downloads come to their end. It is back after its restart."],
        FindingKind.OtherCheck => L["See /health and the control plane's log."],
        _ => PoolToDo(finding, now),
    };

    private string Pool(Finding finding) => finding.Kind switch
    {
        FindingKind.PoolDown => L["No server of the origin pool is in service."],
        FindingKind.PoolThin when finding.Count == 1 => L["Only 1 server in service for {0} copies of each file.", finding.Of],
        FindingKind.PoolThin => L["Only {0} servers in service for {1} copies of each file.", finding.Count, finding.Of],
        FindingKind.ServerUnreachable => L["{0} is out of reach.", Names(finding)],
        FindingKind.ServerTimedOut => L["{0} does not answer in time.", Names(finding)],
        FindingKind.ServerError => L["{0} answers with errors.", Names(finding)],
        FindingKind.ServerThrottled => L["{0} wants fewer requests for a while.", Names(finding)],
        FindingKind.ServerCredentials => L["{0} refuses its user name or password.", Names(finding)],
        FindingKind.ServerFull => L["{0} is full.", Names(finding)],
        FindingKind.ServerRefused => L["{0} refuses what is asked of it.", Names(finding)],
        FindingKind.ServerMalformed => L["{0} does not speak WebDAV.", Names(finding)],
        FindingKind.ServerOut => L["{0} is out of service.", Names(finding)],
        FindingKind.ServersSlow when finding.Count == 1 => L["{0} is slow.", Names(finding)],
        FindingKind.ServersSlow => L["{0} servers are slow: {1}.", finding.Count, Names(finding)],
        FindingKind.ServersNearlyFull when finding.Count == 1 => L["{0} has little room left.", Names(finding)],
        FindingKind.ServersNearlyFull => L["{0} servers have little room left: {1}.", finding.Count, Names(finding)],
        FindingKind.ServersOff when finding.Count == 1 => L["{0} is switched off.", Names(finding)],
        FindingKind.ServersOff => L["{0} servers are switched off: {1}.", finding.Count, Names(finding)],
        FindingKind.BudgetSpent => L["The request budget is spent: {0}.", Names(finding)],
        FindingKind.RequestsWaiting when finding.Count == 1 => L["1 request waits for the origin pool."],
        FindingKind.RequestsWaiting => L["{0} requests wait for the origin pool.", text.Count(finding.Count)],
        FindingKind.CopiesMissing when finding.Count == 1 => L["1 of {0} files has fewer copies than it should.", text.Count(finding.Of)],
        FindingKind.CopiesMissing => L["{0} of {1} files have fewer copies than they should.", text.Count(finding.Count), text.Count(finding.Of)],
        FindingKind.CopiesSuspect when finding.Count == 1 => L["1 copy was lost or mangled by its server."],
        FindingKind.CopiesSuspect => L["{0} copies were lost or mangled by their server.", text.Count(finding.Count)],
        FindingKind.FilesUnplaced when finding.Count == 1 => L["1 of {0} files is on the control plane's disk alone.", text.Count(finding.Of)],
        FindingKind.FilesUnplaced => L["{0} of {1} files are on the control plane's disk alone.", text.Count(finding.Count), text.Count(finding.Of)],
        _ => throw new ArgumentOutOfRangeException(nameof(finding), finding.Kind, "has no words"),
    };

    private string PoolToDo(Finding finding, DateTimeOffset now) => finding.Kind switch
    {
        FindingKind.PoolDown => L["See each server's reason below Origin pool. Files in the caches and on nodes are still served; uploads wait."],
        FindingKind.PoolThin => L["Mend or add a server; new files get their other copies then."],
        FindingKind.ServerUnreachable => L["Check the network, {0} and whether the server runs.", Variable("WEBDAV_URL", finding)] + Next(finding, now),
        FindingKind.ServerTimedOut => L["Check the server's load, or raise WEBDAV_TIMEOUT."] + Next(finding, now),
        FindingKind.ServerError => L["See that server's own log."] + Next(finding, now),
        FindingKind.ServerThrottled => L["Nothing: the others do its work. If it happens often, lower {0}.", Variable("WEBDAV_REQUESTS_PER_WINDOW", finding)] + Next(finding, now),
        FindingKind.ServerCredentials =>
            L["Check {0} and {1}, and restart the control plane.", Variable("WEBDAV_USERNAME", finding), Variable("WEBDAV_PASSWORD", finding)],
        FindingKind.ServerFull => L["It is still read; new files go to the others. Make room there, or add a server and start a migration."],
        FindingKind.ServerRefused => L["Check the address in {0} and the account's rights.", Variable("WEBDAV_URL", finding)] + Next(finding, now),
        FindingKind.ServerMalformed => L["A login page or a proxy may be at that address: check {0}.", Variable("WEBDAV_URL", finding)] + Next(finding, now),
        FindingKind.ServerOut => L["See its reason, and that server's own log."] + Next(finding, now),
        FindingKind.ServersSlow => L["The others are used first. If it stays so, set a smaller WEBDAV_PRIORITY_n."],
        FindingKind.ServersNearlyFull => L["Make room there, or add a server and start a migration."],
        FindingKind.ServersOff => L["Files there are read, and no new ones are stored. Switch on when they should be."],
        FindingKind.BudgetSpent => L["It comes back as the window moves on. Add a server if this happens often."],
        FindingKind.RequestsWaiting => L["More is asked for than the servers take at a time: add a server, or raise WEBDAV_MAX_CONCURRENT_n if it can take more."],
        FindingKind.CopiesMissing => L["They are repaired by themselves as soon as servers have room and budget."],
        FindingKind.CopiesSuspect => L["They are replaced from good copies. If it goes on, switch that server off and drain it."],
        FindingKind.FilesUnplaced => L["Start a migration to bring them to the pool."],
        _ => throw new ArgumentOutOfRangeException(nameof(finding), finding.Kind, "has no words"),
    };

    private string Next(Finding finding, DateTimeOffset now) => finding.Until is { } until && until > now
        ? " " + L["It is tried again in {0}.", text.Duration(until - now)]
        : "";

    private string Names(Finding finding) => finding.Subjects.Count <= Named + 1
        ? string.Join(L[", "], finding.Subjects)
        : L["{0} and {1} more", string.Join(L[", "], finding.Subjects.Take(Named)), text.Count(finding.Subjects.Count - Named)];

    // WEBDAV_URL_3 of server3.
    private static string Variable(string name, Finding finding) =>
        finding.Subjects is [var id, ..] && int.TryParse(id.AsSpan(id.AsSpan().TrimEnd("0123456789").Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? FormattableString.Invariant($"{name}_{number}")
            : name + "_n";
}
