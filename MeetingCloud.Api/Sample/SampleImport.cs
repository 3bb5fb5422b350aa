using System.Text.Json;
using MeetingCloud.Api.Instances;

namespace MeetingCloud.Api.Sample;

/// <summary>
/// Gives a database that has never had a meeting the sample: a first start that is not empty. Deleted, it does not come back.
/// </summary>
internal sealed class SampleImport(
    SampleOptions options,
    SampleMeeting meeting,
    SampleLibrary library,
    ClusterLock cluster,
    TimeProvider time,
    ILogger<SampleImport> logger) : BackgroundService
{
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            if (!cluster.IsHeld)
            {
                // One instance does it for all; should it die over it, another.
                await Task.Delay(s_turn, time, stoppingToken);
                continue;
            }

            try
            {
                if (!await meeting.IsWantedAsync(stoppingToken))
                {
                    return;
                }

                var content = await ReadAsync(stoppingToken);
                if (content.Album is { } album)
                {
                    await library.AddAsync(album, stoppingToken);
                }

                await meeting.AddAsync(content, stoppingToken);
                Log.Imported(logger, content.Title);
                return;
            }
            catch (Exception e) when (e is JsonException or InvalidDataException or FileNotFoundException or DirectoryNotFoundException
                or UnauthorizedAccessException)
            {
                Log.Unusable(logger, e.Message);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The origin's servers, say, start as well. Whatever it is, no control plane ends over a sample.
                Log.Waiting(logger, e.Message);
                await Task.Delay(s_pause, time, stoppingToken);
            }
        }
    }

    private async Task<SampleContent> ReadAsync(CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(Path.Combine(options.Folder!, SampleOptions.Description));
        return await JsonSerializer.DeserializeAsync(file, SampleJson.Default.SampleContent, cancellationToken)
            ?? throw new JsonException($"{SampleOptions.Description} is null.");
    }
}
