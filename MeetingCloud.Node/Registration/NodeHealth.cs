using MeetingCloud.Node.Eviction;

namespace MeetingCloud.Node.Registration;

/// <summary>How fit this node is for more downloads, from 0.1 to 1, sampled at most once a second.</summary>
internal sealed class NodeHealth(ISystemLoad load, StorageBudget budget, TimeProvider time)
{
    /// <summary>Below this share of free room the disk begins to count.</summary>
    private const double FewFree = 0.05;

    private readonly Lock _lock = new();
    private (long Timestamp, HealthSample Sample)? _last;

    public HealthSample Sample()
    {
        lock (_lock)
        {
            // Processor load is a difference: asked for twice in a moment it would be noise.
            if (_last is { } last && time.GetElapsedTime(last.Timestamp) < TimeSpan.FromSeconds(1))
            {
                return last.Sample;
            }

            var cpu = load.CpuPercent();
            var memory = load.MemoryPercent();
            var capacity = budget.Capacity;
            var sample = new HealthSample(Score(cpu, memory, capacity > 0 ? (double)budget.Free / capacity : 0), cpu, memory);
            _last = (time.GetTimestamp(), sample);
            return sample;
        }
    }

    /// <summary>
    /// Half for the processors and half for the memory, as the requirement has it; a disk that is nearly full takes away up to half of
    /// that, because the node will not be able to hold the next meeting.
    /// </summary>
    internal static double Score(double cpuPercent, double memoryPercent, double freeShare) => Math.Clamp(
        (1 - (cpuPercent / 200) - (memoryPercent / 200)) * (0.5 + (0.5 * Math.Clamp(freeShare / FewFree, 0, 1))), 0.1, 1);
}
