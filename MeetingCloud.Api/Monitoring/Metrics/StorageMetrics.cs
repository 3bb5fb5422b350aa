using System.Diagnostics.Metrics;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Api.Monitoring.Metrics;

/// <summary>Room on the volume of <c>UPLOAD_DIR</c>.</summary>
internal sealed class StorageMetrics
{
    public StorageMetrics(IMeterFactory meters, BlobStore blobs)
    {
        var meter = meters.Create(ControlPlaneMeter.Name);
        meter.CreateObservableGauge("meetingcloud.storage.free", () => blobs.MeasureSpace().Free, "By", "Bytes free on the volume of UPLOAD_DIR.");
        meter.CreateObservableGauge("meetingcloud.storage.limit", () => blobs.MeasureSpace().Total, "By", "Bytes of the volume of UPLOAD_DIR.");
    }
}
