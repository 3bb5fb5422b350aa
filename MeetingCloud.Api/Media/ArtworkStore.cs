using MeetingCloud.Api.Data;
using MeetingCloud.Api.Http;
using MeetingCloud.Api.Origins;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Media;

/// <summary>Pictures of series, albums and tracks: bytes first, as a blob, then the row that names it.</summary>
internal sealed class ArtworkStore(
    MediaStore media, IDbContextFactory<MeetingDb> databases, IOrigin origin, MediaOptions options, TimeProvider time)
{
    /// <summary>Stores a picture for one owner. Sending the same again changes nothing.</summary>
    /// <returns>The picture's owner, the picture, and whether it had none in this slot.</returns>
    /// <exception cref="ProblemException">404, 412, 413 or 415.</exception>
    public async Task<(T Owner, ArtworkRow Artwork, bool IsNew)> PutAsync<T>(
        string id, ArtworkSlot slot, HttpRequest request, CancellationToken cancellationToken)
        where T : MediaRow, IMediaKind
    {
        var condition = Precondition.Read(request);
        Check(condition, await OwnerAsync<T>(id, cancellationToken), slot);
        var picture = await ReceiveAsync(request, cancellationToken);
        var isNew = false;
        var owner = await media.ChangeAsync<T>(
            id,
            Precondition.None,
            async (db, row) =>
            {
                Check(condition, row, slot);
                await CheckStoredAsync(picture, cancellationToken);
                isNew = row.Find(slot) is null;
                return Set(db, row, slot, picture);
            },
            cancellationToken);
        return (owner, owner.Find(slot)!, isNew);
    }

    /// <summary>Stores a picture for many owners.</summary>
    /// <exception cref="ProblemException">413 or 415.</exception>
    public async Task<BatchResult> PutAsync<T>(
        IReadOnlyList<string> ids, ArtworkSlot slot, HttpRequest request, CancellationToken cancellationToken)
        where T : MediaRow
    {
        if (!await AnyAsync<T>(ids, cancellationToken))
        {
            return new BatchResult(0, [.. ids.Select(id => new BatchItem(id, BatchOutcome.NotFound))]);
        }

        var picture = await ReceiveAsync(request, cancellationToken);
        return await media.ChangeAsync<T>(
            ids, _ => CheckStoredAsync(picture, cancellationToken), (db, row) => Set(db, row, slot, picture), cancellationToken);
    }

    /// <summary>Gives many owners a picture that the library has already.</summary>
    /// <exception cref="ProblemException">422 where it has none of that name.</exception>
    public Task<BatchResult> CopyAsync<T>(
        IReadOnlyList<string> ids, ArtworkSlot slot, string sha256, CancellationToken cancellationToken)
        where T : MediaRow
    {
        Picture? picture = null;
        return media.ChangeAsync<T>(
            ids,
            async db =>
            {
                // Under the gate: named by a row now, the blob stays.
                picture = await db.Artworks.Where(a => a.Sha256 == sha256)
                    .Select(a => new Picture(a.Sha256, a.Size, a.ContentType)).FirstOrDefaultAsync(cancellationToken)
                    ?? throw new ProblemException(Problem.Invalid("sha256", "names no picture of the library; upload it to one place first."));
            },
            (db, row) => Set(db, row, slot, picture!),
            cancellationToken);
    }

    /// <exception cref="ProblemException">404 or 412.</exception>
    public Task DeleteAsync<T>(string id, ArtworkSlot slot, Precondition condition, CancellationToken cancellationToken)
        where T : MediaRow, IMediaKind => media.ChangeAsync<T>(
        id,
        Precondition.None,
        (db, row) =>
        {
            Check(condition, row, slot);
            db.Remove(row.Find(slot) ?? throw NotFound<T>(slot));
            return Task.FromResult(true);
        },
        cancellationToken);

    /// <exception cref="ProblemException">404.</exception>
    public async Task<(T Owner, ArtworkRow Artwork)> GetAsync<T>(string id, ArtworkSlot slot, CancellationToken cancellationToken)
        where T : MediaRow, IMediaKind
    {
        var owner = await OwnerAsync<T>(id, cancellationToken);
        return (owner, owner.Find(slot) ?? throw NotFound<T>(slot));
    }

    private static void Check<T>(Precondition condition, T owner, ArtworkSlot slot)
        where T : MediaRow, IMediaKind => condition.Check(T.Name, owner.Version, slot.Name(), owner.Find(slot)?.Sha256);

    private static ProblemException NotFound<T>(ArtworkSlot slot)
        where T : IMediaKind => new(Problem.NotFound($"The {T.Name} has no {slot.Name()}."));

    private async Task<T> OwnerAsync<T>(string id, CancellationToken cancellationToken)
        where T : MediaRow, IMediaKind
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<T>().AsNoTracking().Include(m => m.Artworks).FirstOrDefaultAsync(m => m.Id == id, cancellationToken)
            ?? throw MediaStore.NotFound<T>(id);
    }

    private async Task<bool> AnyAsync<T>(IReadOnlyList<string> ids, CancellationToken cancellationToken)
        where T : MediaRow
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<T>().AnyAsync(m => ids.Contains(m.Id), cancellationToken);
    }

    private async Task<Picture> ReceiveAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > options.MaxArtworkBytes)
        {
            throw TooLarge();
        }

        await using var body = await PeekedStream.OpenAsync(
            request.Body, ImageFormat.HeadLength, (options.MaxArtworkBytes, TooLarge), cancellationToken);
        var type = ImageFormat.Detect(body.Head.Span) ?? throw new ProblemException(Problem.UnsupportedMediaType(
            "The body is no picture that browsers show safely: PNG, JPEG, WebP, GIF or AVIF."));
        var blob = await origin.AddAsync(body, request.ContentLength, cancellationToken);
        return new Picture(blob.Hash.ToString(), blob.Size, type);
    }

    private async Task CheckStoredAsync(Picture picture, CancellationToken cancellationToken)
    {
        if (!await origin.ContainsAsync(BlobHash.Parse(picture.Sha256), cancellationToken))
        {
            throw MediaUpload.Lost();
        }
    }

    private bool Set(MeetingDb db, MediaRow owner, ArtworkSlot slot, Picture picture)
    {
        var row = owner.Find(slot);
        if (row?.Sha256 == picture.Sha256)
        {
            return false;
        }

        if (row is null)
        {
            row = new ArtworkRow
            {
                Id = Ids.New(),
                Slot = slot,
                Sha256 = picture.Sha256,
                Size = picture.Size,
                ContentType = picture.ContentType,
                UpdatedAt = time.GetUtcNow(),
            };
            owner.Artworks.Add(row);
            // The key is set already, so EF Core would take it for a row that is there.
            db.Add(row);
        }

        row.Sha256 = picture.Sha256;
        row.Size = picture.Size;
        row.ContentType = picture.ContentType;
        row.UpdatedAt = time.GetUtcNow();
        return true;
    }

    private ProblemException TooLarge() => new(Problem.Create(
        StatusCodes.Status413PayloadTooLarge, $"A picture may have {options.MaxArtworkBytes} bytes ({MediaOptions.MaxArtworkVariable})."));

    private sealed record Picture(string Sha256, long Size, string ContentType);
}
