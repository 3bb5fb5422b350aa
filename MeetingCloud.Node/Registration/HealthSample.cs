using System.Runtime.InteropServices;

namespace MeetingCloud.Node.Registration;

/// <param name="Health">0.1 (hardly fit) to 1 (idle).</param>
/// <param name="CpuPercent">0 to 100.</param>
/// <param name="MemoryPercent">0 to 100.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HealthSample(double Health, double CpuPercent, double MemoryPercent);
