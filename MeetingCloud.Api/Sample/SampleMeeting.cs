using MeetingCloud.Api.Data;
using MeetingCloud.Api.Meetings;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Sample;

/// <summary>The sample meeting: bytes first, then the meeting whole, in the one transaction that says that there was a meeting.</summary>
internal sealed class SampleMeeting(
    MeetingStore meetings, SampleFiles files, IDbContextFactory<MeetingDb> databases, TimeProvider time)
{
    public const string Id = "sample";

    /// <summary>Whether there has never been a meeting: each leaves a row in the outbox, and the newest row of all stays for good.</summary>
    public async Task<bool> IsWantedAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await MeetingStore.IsFirstAsync(db, cancellationToken);
    }

    public async Task AddAsync(SampleContent content, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var stored = new List<FileRow>();
        var agenda = new List<AgendaRow>();
        foreach (var (item, position) in content.Agenda.Select((item, position) => (item, position)))
        {
            var row = new AgendaRow
            {
                Id = Ids.New(),
                MeetingId = Id,
                Title = item.Title,
                Position = position,
                Presenter = item.Presenter,
                DurationMinutes = item.DurationMinutes,
            };
            agenda.Add(row);
            foreach (var path in item.Files ?? [])
            {
                stored.Add(await StoreAsync(path, row.Id, now, cancellationToken));
            }
        }

        foreach (var path in content.Files)
        {
            stored.Add(await StoreAsync(path, agendaItemId: null, now, cancellationToken));
        }

        await meetings.AddFirstAsync(() => Meeting(content, agenda, stored, now), cancellationToken);
    }

    private static MeetingRow Meeting(SampleContent content, List<AgendaRow> agenda, List<FileRow> files, DateTimeOffset now)
    {
        var meeting = new MeetingRow
        {
            Id = Id,
            Title = content.Title,
            Time = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(content.InDays).AddHours(content.HourUtc),
            Intro = content.Intro,
            Status = MeetingStatus.Active,
            Version = 1,
            CreatedAt = now,
            UpdatedAt = now,
        };
        meeting.Agenda.AddRange(agenda);
        meeting.Files.AddRange(files);
        return meeting;
    }

    private async Task<FileRow> StoreAsync(string path, string? agendaItemId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var blob = await files.StoreAsync(path, cancellationToken);
        return new FileRow
        {
            Id = Ids.New(),
            MeetingId = Id,
            AgendaItemId = agendaItemId,
            Path = path,
            PathKey = FilePath.Key(path),
            Size = blob.Size,
            ContentType = FilePresentation.ContentType(declared: null, path),
            Sha256 = blob.Hash.ToString(),
            Crc32 = blob.Crc32,
            UpdatedAt = FileStore.EvenSecond(now),
        };
    }
}
