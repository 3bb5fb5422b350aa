using System.Runtime.InteropServices;

namespace MeetingCloud.Benchmarks.Load;

/// <summary>What a load generator saw in one round.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LoadResult(double RequestsPerSecond, double BytesPerSecond);
