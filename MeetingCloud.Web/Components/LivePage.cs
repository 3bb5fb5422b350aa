using System.Globalization;
using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components;

/// <summary>A component that shows itself again whenever what it follows has changed, in the language that it began with.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];
    private readonly CancellationTokenSource _left = new();
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
    private readonly CultureInfo _uiCulture = CultureInfo.CurrentUICulture;
    private ILiveSource? _turnedTo;
    private IDisposable? _turned;

    protected LivePage() => Left = _left.Token;

    [Inject]
    protected TimeProvider Clock { get; set; } = null!;

    /// <summary>Cancelled when the reader leaves the page; what still runs then may go on asking for it.</summary>
    protected CancellationToken Left { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The first render, into the page's HTML, has nobody to tell about changes: nothing is followed in it.</summary>
    /// <param name="changed">Called before the page shows itself.</param>
    protected void Follow(ILiveSource source, Action changed) => Follow(source, AtOnce(changed));

    /// <inheritdoc cref="Follow(ILiveSource, Action)"/>
    protected void Follow(ILiveSource source, Func<Task> changed)
    {
        if (Subscribe(source, changed) is { } subscription)
        {
            _subscriptions.Add(subscription);
        }
    }

    /// <summary>
    /// For pages whose parameters say what they show: follows this source in place of the one that was given before, and shows what it
    /// has. Until that is there, the page shows what it did.
    /// </summary>
    private protected async Task TurnToAsync<T>(LiveSource<T> source, Action<LiveView<T>> show)
        where T : class
    {
        if (source == _turnedTo)
        {
            return;
        }

        _turnedTo = source;
        _turned?.Dispose();
        _turned = Subscribe(source, AtOnce(() => ShowIfStill(source.Current)));
        ShowIfStill(await source.GetAsync(Left));

        // The reader may have gone on to another meanwhile.
        void ShowIfStill(LiveView<T> view)
        {
            if (source == _turnedTo && (view.Value is not null || view.Fault is not null))
            {
                show(view);
            }
        }
    }

    /// <summary>Asks anew for what the page shows.</summary>
    protected void Refresh() => _turnedTo?.Refresh();

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_left.IsCancellationRequested)
        {
            _left.Cancel();
            _left.Dispose();
            _turned?.Dispose();
            _subscriptions.ForEach(subscription => subscription.Dispose());
        }
    }

    private static Func<Task> AtOnce(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };

    private IDisposable? Subscribe(ILiveSource source, Func<Task> changed) =>
        RendererInfo.IsInteractive && !_left.IsCancellationRequested ? source.Subscribe(() => _ = ShowAsync(changed)) : null;

    /// <summary>Runs <paramref name="change"/> on the page's own thread, from any other, and shows the page again.</summary>
    private Task ShowAsync(Func<Task> change) => InvokeAsync(async () =>
    {
        if (Left.IsCancellationRequested)
        {
            return;
        }

        // A source's thread has a culture of its own, or none.
        CultureInfo.CurrentCulture = _culture;
        CultureInfo.CurrentUICulture = _uiCulture;
        try
        {
            await change();
            StateHasChanged();
        }
        catch (Exception e) when (!Left.IsCancellationRequested)
        {
            // Nobody waits for this: what fails here would be seen by nobody either.
            await DispatchExceptionAsync(e);
        }
    });
}
