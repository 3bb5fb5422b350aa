namespace MeetingCloud.Contracts;

/// <summary>Paths of the HTTP contract. Route templates use ASP.NET Core's <c>{name}</c> syntax; methods fill them in.</summary>
public static class Routes
{
    public const string Meetings = "/api/v1/meetings";
    public const string ActiveMeetings = "/api/v1/meetings/active";
    public const string Nodes = "/api/v1/nodes";
    public const string RegisterNode = "/api/v1/nodes/register";
    public const string SyncMeetings = "/api/v1/sync/meetings";
    public const string SyncEvents = "/api/v1/sync/events";
    public const string Blobs = "/api/v1/blobs";
    public const string NodeStatus = "/api/v1/node/status";
    public const string NodeMeetings = "/api/v1/node/meetings";
    public const string Series = "/api/v1/series";
    public const string Albums = "/api/v1/albums";
    public const string Tracks = "/api/v1/tracks";
    public const string Uploads = "/api/v1/uploads";
    public const string UploadTickets = "/api/v1/uploads/tickets";
    public const string Webdav = "/api/admin/webdav";
    public const string WebdavStatus = "/api/admin/webdav/status";
    public const string WebdavStats = "/api/admin/webdav/stats";
    public const string WebdavServers = "/api/admin/webdav/servers";
    public const string WebdavMigrations = "/api/admin/webdav/migrations";
    public const string History = "/api/admin/history";
    public const string OpenApi = "/openapi/v1.json";

    /// <summary>The package of a meeting; the same path on the control plane and on every node.</summary>
    public static string Package(string meetingId) => $"{Meetings}/{meetingId}/download-package";

    /// <summary>A meeting's agenda.</summary>
    public static string Agenda(string meetingId) => $"{Meetings}/{meetingId}/agenda";

    /// <summary>What an attendee's tablet needs to know of a meeting.</summary>
    public static string MeetingData(string meetingId) => $"{Meetings}/{meetingId}/data";

    /// <summary>One paper of a meeting on the control plane; <paramref name="path"/> is escaped segment by segment.</summary>
    public static string MeetingFile(string meetingId, string path) => $"{Meetings}/{meetingId}/files/{EscapePath(path)}";

    /// <summary>The bytes named by a SHA-256; the same path on the control plane and on every node.</summary>
    public static string Blob(string sha256) => $"{Blobs}/{sha256}";

    /// <summary>A track's audio, to be uploaded.</summary>
    public static string TrackAudio(string trackId) => $"{Tracks}/{trackId}/audio";

    /// <summary>A track's audio, to be listened to.</summary>
    public static string TrackStream(string trackId) => $"{Tracks}/{trackId}/stream";

    /// <summary>A picture of a series, an album or a track.</summary>
    /// <param name="collection"><see cref="Series"/>, <see cref="Albums"/> or <see cref="Tracks"/>.</param>
    public static string Artwork(string collection, string id, ArtworkSlot slot) =>
        $"{collection}/{id}/artwork/{(slot == ArtworkSlot.Cover ? "cover" : "background")}";

    /// <summary>The event stream, opened by a node that says who it is: when the stream breaks, the node is taken for lost.</summary>
    public static string NodeEvents(string nodeId) => $"{SyncEvents}?node_id={Uri.EscapeDataString(nodeId)}";

    /// <summary>The manifest of a meeting, for the node that asks.</summary>
    public static string Manifest(string meetingId, string nodeId) =>
        $"{SyncMeetings}/{meetingId}?node_id={Uri.EscapeDataString(nodeId)}";

    public static string Heartbeat(string nodeId) => $"{Nodes}/{nodeId}/heartbeat";

    /// <summary>What befell a node, newest first.</summary>
    public static string NodeLog(string nodeId) => $"{Nodes}/{nodeId}/events";

    public static string NodeMeetingStatus(string meetingId) => $"{NodeMeetings}/{meetingId}/status";

    /// <summary>Percent-encodes each segment of a slash-separated path (RFC 3986, section 3.3), keeping the slashes.</summary>
    public static string EscapePath(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
