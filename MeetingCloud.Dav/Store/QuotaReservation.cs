using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Dav.Store;

/// <summary>Room taken for something that is being written. It is given back unless it is kept.</summary>
internal sealed class QuotaReservation(QuotaAccount account, long allowance) : IDisposable
{
    /// <summary>Taken at a time where the size is not known beforehand, in bytes.</summary>
    private const long Step = 1 << 20;

    private long _taken;

    /// <summary>Makes sure that <paramref name="total"/> bytes are taken in all.</summary>
    /// <exception cref="StorageFullException">There is not that much left.</exception>
    public void Reach(long total)
    {
        if (total <= _taken)
        {
            return;
        }

        try
        {
            var more = Math.Max(total - _taken, _taken == 0 ? 0 : Step);
            account.Take(more, allowance);
            _taken += more;
        }
        catch (StorageFullException) when (total - _taken < Step)
        {
            // The last part of a full step may still fit.
            account.Take(total - _taken, allowance);
            _taken = total;
        }
    }

    /// <summary>Leaves <paramref name="total"/> bytes taken for good.</summary>
    public void Keep(long total)
    {
        account.Add(total - _taken);
        _taken = 0;
    }

    public void Dispose()
    {
        account.Add(-_taken);
        _taken = 0;
    }
}
