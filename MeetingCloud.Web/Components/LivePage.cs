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

    [Inject]
    protected TimeProvider Clock { get; set; } = null!;

    /// <summary>Cancelled when the reader leaves the page.</summary>
    protected CancellationToken Left => _left.Token;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The first render, into the page's HTML, has nobody to tell about changes: nothing is followed in it.</summary>
    /// <param name="changed">Called before the page shows itself.</param>
    protected void Follow(ILiveSource source, Action changed) => Watch(source, changed);

    /// <summary>As <see cref="Follow"/>, until the answer is disposed of: for pages that show now this, now that.</summary>
    protected IDisposable? Watch(ILiveSource source, Action changed)
    {
        if (!RendererInfo.IsInteractive || _left.IsCancellationRequested)
        {
            return null;
        }

        var subscription = source.Subscribe(() => _ = ShowAsync(changed));
        _subscriptions.Add(subscription);
        return subscription;
    }

    /// <summary>Runs <paramref name="change"/> on the page's own thread, from any other, and shows the page again.</summary>
    protected Task ShowAsync(Action change) => InvokeAsync(() =>
    {
        if (_left.IsCancellationRequested)
        {
            return;
        }

        // A source's thread has a culture of its own, or none.
        CultureInfo.CurrentCulture = _culture;
        CultureInfo.CurrentUICulture = _uiCulture;
        change();
        StateHasChanged();
    });

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_left.IsCancellationRequested)
        {
            _left.Cancel();
            _left.Dispose();
            _subscriptions.ForEach(subscription => subscription.Dispose());
        }
    }
}
