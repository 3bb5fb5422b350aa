using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.RenderTree;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Tests.Web.Components;

/// <summary>Renders as a circuit does, for nobody to see: events come in, and what is rendered can be read.</summary>
internal sealed class LiveRenderer : Renderer
{
    private readonly Place _place = new();
    private readonly int _root;

    public LiveRenderer(IServiceProvider services)
        : base(services, NullLoggerFactory.Instance) => _root = AssignRootComponentId(_place);

    /// <summary>Each would have ended the circuit.</summary>
    public ConcurrentQueue<Exception> Faults { get; } = new();

    public override Dispatcher Dispatcher { get; } = Dispatcher.CreateDefault();

    protected override RendererInfo RendererInfo { get; } = new("Server", isInteractive: true);

    public void Show(RenderFragment content) => _place.Show(content);

    /// <summary>Raises the event of the first element that has this attribute and listens to it.</summary>
    public Task RaiseAsync(string attribute, string value, string @event, EventArgs args) => DispatchEventAsync(
        ElementsWith(attribute, value)
            .Select(element => element.Find(frame => frame.AttributeName == @event).AttributeEventHandlerId)
            .FirstOrDefault(handler => handler > 0) is > 0 and var handler
            ? handler
            : throw new InvalidOperationException($"Nothing with {attribute}=\"{value}\" listens to {@event}."),
        fieldInfo: null,
        args);

    public IEnumerable<string> Texts() => TextsOf(_root);

    /// <summary>The attribute <paramref name="name"/> of the first element that has the other one.</summary>
    public string? ValueOf(string attribute, string value, string name) => ElementsWith(attribute, value)
        .Select(element => element.Find(frame => frame.AttributeName == name).AttributeValue as string)
        .FirstOrDefault();

    protected override void HandleException(Exception exception) => Faults.Enqueue(exception);

    protected override Task UpdateDisplayAsync(in RenderBatch renderBatch) => Task.CompletedTask;

    private IEnumerable<List<RenderTreeFrame>> ElementsWith(string attribute, string value) => ElementsIn(_root)
        .Where(element => element.Exists(frame => frame.AttributeName == attribute && frame.AttributeValue?.ToString() == value));

    /// <summary>The attributes of each, in the order in which they are shown.</summary>
    private IEnumerable<List<RenderTreeFrame>> ElementsIn(int component)
    {
        var frames = FramesOf(component);
        return Enumerable.Range(0, frames.Length).SelectMany(i => frames[i].FrameType switch
        {
            RenderTreeFrameType.Component => ElementsIn(frames[i].ComponentId),
            RenderTreeFrameType.Element => [[.. frames.Skip(i + 1).TakeWhile(frame => frame.FrameType == RenderTreeFrameType.Attribute)]],
            _ => Enumerable.Empty<List<RenderTreeFrame>>(),
        });
    }

    private IEnumerable<string> TextsOf(int component) => FramesOf(component).SelectMany(frame => frame.FrameType switch
    {
        RenderTreeFrameType.Text => [frame.TextContent],
        RenderTreeFrameType.Markup => [frame.MarkupContent],
        RenderTreeFrameType.Component => TextsOf(frame.ComponentId),
        _ => Enumerable.Empty<string>(),
    });

    private RenderTreeFrame[] FramesOf(int component)
    {
        var frames = GetCurrentRenderTreeFrames(component);
        return frames.Array[..frames.Count];
    }

    /// <summary>Where something is shown, and then something else or nothing.</summary>
    private sealed class Place : IComponent
    {
        private RenderHandle _handle;

        public void Attach(RenderHandle renderHandle) => _handle = renderHandle;

        public Task SetParametersAsync(ParameterView parameters) => Task.CompletedTask;

        public void Show(RenderFragment content) => _handle.Render(content);
    }
}
