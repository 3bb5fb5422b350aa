using System.Threading.Channels;
using MeetingCloud.Api.Data;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Tests.Support.Databases;

/// <summary>Contexts as a test has them, each time that one is wanted.</summary>
/// <param name="open">Gets how often it was asked, 1 the first time; may throw.</param>
internal sealed class ScriptedDatabases(Func<int, MeetingDb> open) : IDbContextFactory<MeetingDb>
{
    private readonly Channel<int> _asked = Channel.CreateUnbounded<int>();
    private int _count;

    public MeetingDb CreateDbContext()
    {
        var count = Interlocked.Increment(ref _count);
        _asked.Writer.TryWrite(count);
        return open(count);
    }

    /// <summary>Ends with the next time that one is wanted.</summary>
    public Task WhenAskedAsync() => _asked.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
}
