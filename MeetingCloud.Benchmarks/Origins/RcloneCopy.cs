using System.Diagnostics;
using System.Globalization;
using MeetingCloud.Benchmarks.Processes;
using MeetingCloud.Benchmarks.Reporting;
using MeetingCloud.Benchmarks.Weak;

namespace MeetingCloud.Benchmarks.Origins;

/// <summary><c>rclone copy</c> to weak servers, a process for each, with the most transfers of which no server refuses a request.</summary>
internal sealed class RcloneCopy(string program, WeakServers servers, SampleBlobs samples)
{
    private int _copies;

    /// <summary>Transfers at a time of each process.</summary>
    public int Transfers { get; private set; } = WeakServers.AtOnce;

    /// <summary>Requests that were refused while there were more transfers.</summary>
    public int RefusedBefore { get; private set; }

    /// <summary>Copies all samples; again, with fewer transfers, where requests were refused: rclone waits and repeats them.</summary>
    /// <returns>Files per second, the start of the processes included, and how many requests were refused.</returns>
    public async Task<(double Rate, int Refused)> RunAsync(Progress progress, CancellationToken cancellationToken)
    {
        while (true)
        {
            var rate = await CopyAsync(cancellationToken);
            var (refused, _) = await servers.ReportAsync(cancellationToken);
            if (refused == 0 || Transfers == 1)
            {
                return (rate, refused);
            }

            progress.Say(string.Create(CultureInfo.InvariantCulture, $"rclone, {Transfers} transfers each: {refused} requests refused, {rate:0.0}/s"));
            RefusedBefore += refused;
            Transfers--;
        }
    }

    private async Task<double> CopyAsync(CancellationToken cancellationToken)
    {
        var password = (await ChildProcess.RunAsync(program, ["obscure", "password"], cancellationToken)).Trim();
        var folder = string.Create(CultureInfo.InvariantCulture, $"copy-{_copies++}");
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(servers.Urls.Select((url, share) => ChildProcess.RunAsync(
            program,
            [
                "copy", samples.ShareFolder(share), $":webdav,url='{url}',vendor=other,user=user,pass='{password}':{folder}",
                "--config", "/dev/null", "--transfers", Transfers.ToString(CultureInfo.InvariantCulture),
                "--no-check-dest", "--no-traverse", "--ignore-checksum", "--retries", "1", "--buffer-size", "0",
            ],
            cancellationToken)));
        return samples.Blobs.Count / watch.Elapsed.TotalSeconds;
    }
}
