using System.Globalization;
using MeetingCloud.Benchmarks.Load;
using MeetingCloud.Contracts;

namespace MeetingCloud.Benchmarks.Cluster;

/// <summary>What years of use leave behind.</summary>
internal static class ManyMeetings
{
    private const int AtOnce = 32;
    // One in so many is active; of the others every second is closed.
    private const int ActiveOneIn = 20;
    private static readonly DateTimeOffset s_first = new(2030, 1, 1, 8, 0, 0, TimeSpan.Zero);

    /// <returns>Those that are active.</returns>
    public static async Task<IReadOnlyList<Meeting>> CreateAsync(ControlPlane controlPlane, int count, CancellationToken cancellationToken)
    {
        var created = new Meeting[count];
        await Parallel.ForEachAsync(Enumerable.Range(0, count), Options(cancellationToken), async (i, token) =>
        {
            created[i] = await controlPlane.CreateMeetingAsync(
                new MeetingRequest(
                    string.Create(CultureInfo.InvariantCulture, $"Committee {i % 40}, session {i / 40}"),
                    s_first.AddHours(i),
                    Status: i % ActiveOneIn == 0 ? MeetingStatus.Active : i % 2 == 0 ? MeetingStatus.Draft : MeetingStatus.Closed),
                token);
        });
        return [.. created.Where(meeting => meeting.Status == MeetingStatus.Active)];
    }

    /// <summary>An active meeting with small files in folders of a hundred.</summary>
    public static async Task<Meeting> CreateWithFilesAsync(ControlPlane controlPlane, int files, CancellationToken cancellationToken)
    {
        const long size = 2_000;
        var meeting = await controlPlane.CreateMeetingAsync("General assembly", cancellationToken);
        await Parallel.ForEachAsync(Enumerable.Range(0, files), Options(cancellationToken), async (i, token) =>
        {
            using var content = new MadeUpContent(seed: i, size);
            await controlPlane.UploadAsync(meeting, string.Create(CultureInfo.InvariantCulture, $"item {i / 100 + 1}/paper {i + 1}.pdf"), content, token);
        });
        return await controlPlane.ActivateAsync(meeting, cancellationToken);
    }

    private static ParallelOptions Options(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
}
