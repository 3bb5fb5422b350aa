namespace MeetingCloud.Api.Monitoring.Metrics;

/// <summary>The control plane's meter, and the tags that its instruments share.</summary>
internal static class ControlPlaneMeter
{
    public const string Name = "MeetingCloud.Api";

    public static KeyValuePair<string, object?> Node(string id) => new("meetingcloud.node.id", id);

    public static KeyValuePair<string, object?> NodeState(string state) => new("meetingcloud.node.state", state);
}
