using MeetingCloud.Node.Registration;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Node.Registration;

public sealed class LoadTests : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly ManualTimeProvider _time = new();

    public LoadTests()
    {
        Write("proc/stat", "cpu  100 0 100 700 100 0 0 0 0 0\ncpu0 1 2 3 4\n");
        Write("proc/meminfo", "MemTotal:       1000 kB\nMemFree:         100 kB\nMemAvailable:    750 kB\n");
    }

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Linux_TellsTheMachinesLoad_BetweenTwoCalls()
    {
        var load = new LinuxLoad(_time, _root.Path);
        load.CpuPercent();
        Write("proc/stat", "cpu  140 0 120 730 110 0 0 0 0 0\n");
        Assert.Equal(60, load.CpuPercent(), 6);
        Assert.Equal(25, load.MemoryPercent(), 6);
    }

    [Fact]
    public void Linux_TellsTheContainersLoad_WhereItIsLimitedToLess()
    {
        Write("sys/fs/cgroup/cpu.max", "50000 100000\n");
        Write("sys/fs/cgroup/cpu.stat", "usage_usec 1000000\nuser_usec 1\n");
        Write("sys/fs/cgroup/memory.max", "1000\n");
        Write("sys/fs/cgroup/memory.current", "900\n");
        Write("sys/fs/cgroup/memory.stat", "anon 5\ninactive_file 100\n");
        var load = new LinuxLoad(_time, _root.Path);
        load.CpuPercent();
        _time.Advance(TimeSpan.FromSeconds(10));
        Write("sys/fs/cgroup/cpu.stat", "usage_usec 5000000\nuser_usec 1\n");
        Assert.Equal(80, load.CpuPercent(), 6);
        Assert.Equal(80, load.MemoryPercent(), 6);
    }

    [Fact]
    public void Linux_TakesAnUnlimitedContainerForTheMachine()
    {
        Write("sys/fs/cgroup/cpu.max", "max 100000\n");
        Write("sys/fs/cgroup/memory.max", "max\n");
        var load = new LinuxLoad(_time, _root.Path);
        Assert.Equal(20, load.CpuPercent(), 6);
        Assert.Equal(25, load.MemoryPercent(), 6);
    }

    [Fact]
    public void Process_TellsSomethingSensible()
    {
        var load = new ProcessLoad(TimeProvider.System);
        Assert.InRange(load.CpuPercent(), 0, 100);
        Assert.InRange(load.MemoryPercent(), 0, 100);
    }

    [Theory]
    [InlineData(0, 0, 1, 1)]
    [InlineData(100, 100, 1, 0.1)]
    [InlineData(50, 30, 1, 0.6)]
    [InlineData(50, 30, 0.05, 0.6)]
    [InlineData(50, 30, 0.025, 0.45)]
    [InlineData(50, 30, 0, 0.3)]
    public void Score_IsTheRequirementsFormula_LoweredByAFullDisk(double cpu, double memory, double free, double expected) =>
        Assert.Equal(expected, NodeHealth.Score(cpu, memory, free), 6);

    private void Write(string path, string text)
    {
        var file = _root.Combine(path.Split('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
