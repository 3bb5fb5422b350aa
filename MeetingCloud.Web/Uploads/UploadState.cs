using System.Text.Json.Serialization;

namespace MeetingCloud.Web.Uploads;

/// <summary>Where an upload is; on the wire as the browser's queue names it (<c>wwwroot/uploads/queue.js</c>).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UploadState>))]
public enum UploadState
{
    Waiting,
    Uploading,

    /// <summary>Something broke, and it goes on by itself.</summary>
    Retrying,

    /// <summary>All bytes are there; the control plane takes the file in.</summary>
    Storing,
    Stored,
    Paused,

    /// <summary>It goes on when somebody says so.</summary>
    Failed,
}
