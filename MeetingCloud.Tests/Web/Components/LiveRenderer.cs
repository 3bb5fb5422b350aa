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
        HandlerIn(_root, attribute, value, @event) ?? throw new InvalidOperationException($"Nothing with {attribute}=\"{value}\" listens to {@event}."),
        fieldInfo: null,
        args);

    public IEnumerable<string> Texts() => TextsOf(_root);

    protected override void HandleException(Exception exception) => Faults.Enqueue(exception);

    protected override Task UpdateDisplayAsync(in RenderBatch renderBatch) => Task.CompletedTask;

    private ulong? HandlerIn(int component, string attribute, string value, string @event)
    {
        var frames = FramesOf(component);
        for (var i = 0; i < frames.Length; i++)
        {
            if (frames[i].FrameType == RenderTreeFrameType.Component && HandlerIn(frames[i].ComponentId, attribute, value, @event) is { } inside)
            {
                return inside;
            }

            if (frames[i].FrameType == RenderTreeFrameType.Element)
            {
                var attributes = frames.Skip(i + 1).TakeWhile(frame => frame.FrameType == RenderTreeFrameType.Attribute).ToList();
                if (attributes.Exists(frame => frame.AttributeName == attribute && frame.AttributeValue as string == value)
                    && attributes.Find(frame => frame.AttributeName == @event).AttributeEventHandlerId is > 0 and var handler)
                {
                    return handler;
                }
            }
        }

        return null;
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
