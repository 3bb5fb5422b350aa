using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Dav.Store;

/// <summary>Opens the store before the server listens: nobody else's, without leftovers, its bytes counted.</summary>
internal sealed class StoreOpening(DavOptions options, StoreFolders folders, QuotaAccount quota, ILogger<StoreOpening> logger) : IHostedService, IDisposable
{
    private FileStream? _lock;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folders.Temporary);
            _lock = new FileStream(folders.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidSettingsException([new SettingError("DAV_ROOT", $"'{folders.Root}' cannot be written, or another server uses it: {exception.Message}")]);
        }

        var swept = 0;
        foreach (var leftover in Directory.EnumerateFileSystemEntries(folders.Temporary).ToList())
        {
            try
            {
                Discarded.Remove(leftover);
                swept++;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Nobody sees it, and its bytes are counted below.
                Log.NotRemoved(logger, leftover, exception);
            }
        }

        quota.Add(Discarded.SizeOf(folders.Root));
        Log.Opened(logger, folders.Root, quota.Used, options.QuotaBytes is { } bytes ? $"{bytes} bytes" : "none", swept);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _lock?.Dispose();
}
