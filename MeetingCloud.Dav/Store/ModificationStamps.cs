using Microsoft.Win32.SafeHandles;

namespace MeetingCloud.Dav.Store;

/// <summary>
/// Times of modification, no two alike: entity tags rely on it. The kernel's own clock for files moves in steps of some milliseconds, so
/// two writes could get the same time. Needs a file system that keeps times to 100 ns, as those of Linux, Windows and macOS do.
/// </summary>
internal sealed class ModificationStamps(TimeProvider time)
{
    private long _last;

    public void Put(SafeFileHandle file) => File.SetLastWriteTimeUtc(file, Next());

    private DateTime Next()
    {
        while (true)
        {
            var last = Interlocked.Read(ref _last);
            var next = Math.Max(time.GetUtcNow().UtcTicks, last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return new DateTime(next, DateTimeKind.Utc);
            }
        }
    }
}
