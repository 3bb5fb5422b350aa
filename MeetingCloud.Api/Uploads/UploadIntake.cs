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
            // Its agenda item may be gone by now; the meeting takes it all the same.
            await files.CheckAsync(target.MeetingId, target.Path, agendaItemId: null, Precondition.None, cancellationToken);
            var blob = await upload.Bytes.FinishAsync(cancellationToken);
            await origin.AddFileAsync(folder.Bytes(upload.Id), blob, cancellationToken);
            await files.RecordAsync(target.MeetingId, target.Path, target.ContentType, target.AgendaItemId, Precondition.None, blob, cancellationToken);
        }
        catch (Exception e)
        {
            Log.NotTakenIn(logger, upload.Id, target.MeetingId, e is ProblemException ? "the meeting has no place for it" : e.Message);
            throw;
        }

        upload.SetStored();
        await RecordAsync(upload);
        Log.TakenIn(logger, upload.Id, target.MeetingId, upload.Length);
    }

    // For a client that has not heard of it. Should the record not be written, that client has the same file stored again: the meeting has it,
    // so this is no failure.
    private async Task RecordAsync(Upload upload)
    {
        try
        {
            await folder.SaveAsync(upload.Record, lasting: upload.IsKept);
            folder.DeleteBytes(upload.Id);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotRecorded(logger, upload.Id, upload.Record.Target.MeetingId, e.Message);
            if (!upload.IsKept)
            {
                // No record will ever lead to its bytes. Those of a kept one are taken in once more, or expire with it.
                folder.Delete(upload.Id);
            }
        }

        upload.IsKept = true;
    }
}
