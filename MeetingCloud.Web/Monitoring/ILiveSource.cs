namespace MeetingCloud.Web.Monitoring;

/// <summary>Something that changes while one looks at it.</summary>
public interface ILiveSource
{
    /// <summary>Calls <paramref name="changed"/>, on a thread of the source's, after each answer or failure until disposed of.</summary>
    IDisposable Subscribe(Action changed);
}
