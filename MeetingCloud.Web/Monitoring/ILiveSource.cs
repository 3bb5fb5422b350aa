namespace MeetingCloud.Web.Monitoring;

/// <summary>Something that changes while one looks at it.</summary>
public interface ILiveSource
{
    /// <summary>Calls <paramref name="changed"/>, on a thread of the source's, after each answer or failure until disposed of.</summary>
    IDisposable Subscribe(Action changed);

    /// <summary>Asks at once, since this side has just changed something.</summary>
    void Refresh();
}
