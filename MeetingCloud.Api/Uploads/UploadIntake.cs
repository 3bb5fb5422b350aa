using MeetingCloud.Api.Http;
using MeetingCloud.Api.Meetings;
using MeetingCloud.Api.Origins;

namespace MeetingCloud.Api.Uploads;

/// <summary>Makes a whole upload a file of its meeting: at once and whole, or not at all, in which case it may be tried again.</summary>
internal sealed class UploadIntake(FileStore files, IOrigin origin, UploadFolder folder, ILogger<UploadIntake> logger)
{
    /// <exception cref="ProblemException">404, 409, 422: the meeting has changed, and has no place for the file.</exception>
    /// <exception cref="Storage.Origins.OriginBusyException">No server of the pool could take it.</exception>
    public Task TakeInAsync(Upload upload, CancellationToken cancellationToken) =>
        upload.TakeInAsync(token => TakeInNowAsync(upload, token), cancellationToken);

    private async Task TakeInNowAsync(Upload upload, CancellationToken cancellationToken)
    {
        var target = upload.Record.Target;
        try
        {
            await files.CheckAsync(target.MeetingId, target.Path, target.AgendaItemId, FileCondition.None, cancellationToken);
            var blob = await upload.Bytes.FinishAsync(cancellationToken);
            await origin.AddFileAsync(folder.Bytes(upload.Id), blob, cancellationToken);
            await files.RecordAsync(target.MeetingId, target.Path, target.ContentType, target.AgendaItemId, FileCondition.None, blob, cancellationToken);
        }
        catch (Exception e)
        {
            Log.NotTakenIn(logger, upload.Id, target.MeetingId, e is ProblemException ? "the meeting has no place for it" : e.Message);
            throw;
        }

        // Kept for a client that has not heard of it. Should the record not be written, that client has the same file stored again.
        upload.SetStored();
        await folder.SaveAsync(upload.Record, lasting: upload.IsKept);
        upload.IsKept = true;
        folder.DeleteBytes(upload.Id);
        Log.TakenIn(logger, upload.Id, target.MeetingId, upload.Length);
    }
}
