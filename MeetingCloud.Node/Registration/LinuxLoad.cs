namespace MeetingCloud.Node.Registration;

/// <summary>
/// Linux: <c>/proc/stat</c> and <c>/proc/meminfo</c> for the machine (proc(5)), and the process's own control group, version 2
/// (cgroup(7)), where it is limited to less.
/// </summary>
/// <param name="root">Where <c>proc</c> and <c>sys</c> are; <c>/</c> outside tests.</param>
internal sealed class LinuxLoad(TimeProvider time, string root = "/") : ISystemLoad
{
    private readonly string _group = Path.Combine(root, "sys/fs/cgroup");
    private (long Busy, long Total) _machine;
    private (long Timestamp, double Seconds) _container;

    public double CpuPercent() => Math.Max(MachineCpu(), ContainerCpu() ?? 0);

    public double MemoryPercent() => Math.Max(MachineMemory(), ContainerMemory() ?? 0);

    private double MachineCpu()
    {
        // cpu  user nice system idle iowait irq softirq steal …, in ticks.
        var fields = ReadLines("proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(long.Parse).ToArray();
        var total = fields.Sum();
        var busy = total - fields[3] - fields[4];
        var before = _machine;
        _machine = (busy, total);
        return total > before.Total ? Math.Clamp(100.0 * (busy - before.Busy) / (total - before.Total), 0, 100) : 0;
    }

    private double? ContainerCpu()
    {
        // cpu.max: "<quota> <period>" in microseconds, or "max <period>".
        if (TryRead("cpu.max") is not { } limit || limit.Split(' ') is not [var quota, var period] || quota == "max")
        {
            return null;
        }

        var usage = (TryRead("cpu.stat") ?? "").Split('\n').FirstOrDefault(line => line.StartsWith("usage_usec ", StringComparison.Ordinal));
        if (usage is null)
        {
            return null;
        }

        var now = (Timestamp: time.GetTimestamp(), Seconds: long.Parse(usage.AsSpan("usage_usec ".Length)) / 1e6);
        var before = _container;
        _container = now;
        var elapsed = time.GetElapsedTime(before.Timestamp, now.Timestamp).TotalSeconds;
        var processors = double.Parse(quota) / double.Parse(period);
        return before.Timestamp == 0 || elapsed <= 0 ? null : Math.Clamp(100 * (now.Seconds - before.Seconds) / (elapsed * processors), 0, 100);
    }

    private double MachineMemory()
    {
        long total = 0, available = 0;
        foreach (var line in ReadLines("proc/meminfo"))
        {
            if (line.StartsWith("MemTotal:", StringComparison.Ordinal))
            {
                total = Kilobytes(line);
            }
            else if (line.StartsWith("MemAvailable:", StringComparison.Ordinal))
            {
                available = Kilobytes(line);
                break;
            }
        }

        return total > 0 ? Math.Clamp(100.0 * (total - available) / total, 0, 100) : 0;

        static long Kilobytes(string line) => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }

    private double? ContainerMemory()
    {
        if (!long.TryParse(TryRead("memory.max"), out var limit) || limit <= 0 || !long.TryParse(TryRead("memory.current"), out var used))
        {
            return null;
        }

        var cache = (TryRead("memory.stat") ?? "").Split('\n').FirstOrDefault(line => line.StartsWith("inactive_file ", StringComparison.Ordinal));
        used -= cache is null ? 0 : long.Parse(cache.AsSpan("inactive_file ".Length));
        return Math.Clamp(100.0 * used / limit, 0, 100);
    }

    private IEnumerable<string> ReadLines(string path) => File.ReadLines(Path.Combine(root, path));

    private string? TryRead(string file)
    {
        var path = Path.Combine(_group, file);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
    }
}
