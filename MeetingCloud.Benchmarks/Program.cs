using System.Runtime.InteropServices;
using MeetingCloud.Benchmarks.Processes;
using MeetingCloud.Benchmarks.Reporting;
using MeetingCloud.Benchmarks.Scenarios;
using MeetingCloud.Benchmarks.Weak;

if (args is [WeakWebDav.Command, .. var weak])
{
    // The servers that the pool is measured with: this program again, as a process of its own.
    await WeakWebDav.RunAsync(weak);
    return 0;
}

IScenario[] all =
[
    new LargePackage(),
    new SmallPackage(),
    new CrowdMemory(),
    new UploadMemory(),
    new CrowdSpread(),
    new CrowdLines(),
    new PublishToReady(),
    new OriginUploads(),
    new OriginDownloads(),
    new OriginCrowd(),
    new OriginPlacement(),
    new WebPages(),
    new WebWatchers(),
    new WebUpload(),
];

var unknown = args.Except(all.Select(scenario => scenario.Name), StringComparer.Ordinal).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine($"Unknown: {string.Join(", ", unknown)}. There are:");
    foreach (var scenario in all)
    {
        Console.Error.WriteLine($"  {scenario.Name,-16} {scenario.Summary}");
    }

    return 2;
}

if (!BuildConfiguration.IsOptimized)
{
    Console.Error.WriteLine($"Built for {BuildConfiguration.Name}, which is slower than what is deployed: dotnet run -c Release --project MeetingCloud.Benchmarks");
    return 2;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
AppDomain.CurrentDomain.ProcessExit += (_, _) => ChildProcess.KillAll();

var table = new ResultTable();
try
{
    var facts = await MachineFacts.ReadAsync(stop.Token);
    foreach (var scenario in all.Where(scenario => args.Length == 0 || args.Contains(scenario.Name)))
    {
        Console.Error.WriteLine($"{scenario.Name}: {scenario.Summary}");
        try
        {
            table.Add(await scenario.RunAsync(new Progress(scenario.Name, Console.Error), stop.Token));
        }
        catch (Exception exception) when (!stop.IsCancellationRequested)
        {
            // The others can still be measured.
            Console.Error.WriteLine($"{scenario.Name}: {exception}");
            table.Add([Measurement.NotMeasured(scenario.Summary, "a result", exception.Message.Split('\n')[0])]);
        }
    }

    await Console.Out.WriteLineAsync(table.ToMarkdown());
    await Console.Out.WriteLineAsync(facts);
    return table.AllMet ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}

void Stop(PosixSignalContext signal)
{
    // The scenarios clean up behind themselves; a second signal has no more patience.
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
