namespace MeetingCloud.Storage.Origins.Limits;

/// <summary>Somebody who waits for a turn.</summary>
internal sealed class Waiter(OriginPriority priority)
{
    public OriginPriority Priority => priority;

    public TaskCompletionSource<OriginPermit> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its place in the queue; null once it waits no more.</summary>
    public LinkedListNode<Waiter>? Place { get; set; }
}
