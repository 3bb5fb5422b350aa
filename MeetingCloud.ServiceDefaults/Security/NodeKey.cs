namespace MeetingCloud.ServiceDefaults;

/// <summary>The key that the control plane and its nodes share (<c>API_KEY</c>).</summary>
public sealed class NodeKey(string value) : ServiceKey(value)
{
    public const string Variable = "API_KEY";
}
