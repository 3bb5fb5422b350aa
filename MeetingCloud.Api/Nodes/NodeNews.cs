namespace MeetingCloud.Api.Nodes;

/// <summary>What other instances say of nodes.</summary>
/// <param name="Changed">The record of a node, by its id, is another one now.</param>
/// <param name="Found">A node has opened the event stream of this number.</param>
/// <param name="Lost">A node's event stream of this number broke.</param>
/// <param name="Forgotten">A node was forgotten at that time.</param>
internal sealed record NodeNews(Action<string> Changed, Action<string, long> Found, Action<string, long> Lost, Action<string, DateTimeOffset> Forgotten);
