using MeetingCloud.Web.Uploads;

namespace MeetingCloud.Tests.Web.Uploads;

/// <summary>What a browser says of uploads.</summary>
internal static class BrowserSays
{
    public static UploadChange New(int id, string path, long size) => new(id, path, size, 0, 0, UploadState.Waiting, null, null);

    public static UploadChange Change(
        int id, long? sent = null, double? speed = null, UploadState? state = null, int? status = null, string? detail = null) =>
        new(id, null, null, sent, speed, state, status, detail);

    public static UploadItem Item(string path, long size, UploadChange change)
    {
        var list = new UploadList();
        list.Apply([New(change.Id, path, size), change]);
        return list.Items[0];
    }
}
