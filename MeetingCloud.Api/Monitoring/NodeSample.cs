using System.Runtime.InteropServices;

namespace MeetingCloud.Api.Monitoring;

[StructLayout(LayoutKind.Auto)]
internal readonly record struct NodeSample(string Id, int ActiveDownloads, double BytesPerSecond);
