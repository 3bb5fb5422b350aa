using System.Numerics;
using System.Runtime.InteropServices;

namespace MeetingCloud.Storage.Packages;

/// <summary>
/// How many bytes a response writes at a time. What it wrote stays in memory until its reader has taken it, so few responses take
/// large steps, which are fastest, and many take small ones: together they hold about as much either way. (Steps that large come
/// from a pool that keeps few of them; the rest would be garbage on the large object heap.)
/// </summary>
/// <param name="bytes">What all steps under way may come to.</param>
public sealed class StepBudget(long bytes)
{
    /// <summary>256 KiB: beyond that nothing gets faster.</summary>
    public const int MaxStep = 256 << 10;

    private const int MinStep = 16 << 10;

    private int _active;

    /// <summary>The process's: 8 MiB, which is 32 responses of the largest steps.</summary>
    public static StepBudget Shared { get; } = new(8 << 20);

    /// <summary>Bytes of a step for each response that is under way now; a power of two, as pools have them.</summary>
    public int Step => (int)Math.Clamp(
        BitOperations.RoundUpToPowerOf2((ulong)(bytes / Math.Max(1, Volatile.Read(ref _active))) + 1) / 2, MinStep, MaxStep);

    /// <summary>Counts a response until the share is disposed.</summary>
    public Share Enter()
    {
        Interlocked.Increment(ref _active);
        return new Share(this);
    }

    /// <summary>One response's part in the budget.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly struct Share(StepBudget budget) : IDisposable
    {
        /// <summary>Bytes of the next step.</summary>
        public int Bytes => budget.Step;

        public void Dispose() => Interlocked.Decrement(ref budget._active);
    }
}
