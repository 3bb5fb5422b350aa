namespace MeetingCloud.Web.Monitoring.Findings;

/// <summary>How much a finding matters, the worst first.</summary>
public enum Severity
{
    /// <summary>Something is lost, or soon will be.</summary>
    Bad,

    /// <summary>Something is worse than it should be.</summary>
    Warning,

    /// <summary>Somebody wanted it so, or it passes by itself.</summary>
    Notice,
}
