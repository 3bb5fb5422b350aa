using System.Collections.Concurrent;
using Microsoft.JSInterop;

namespace MeetingCloud.Tests.Web.Components;

/// <summary>A browser whose scripts come when a test says so, over a line as slow as it likes.</summary>
internal sealed class SlowBrowser : IJSRuntime
{
    private readonly TaskCompletionSource _line = new();

    /// <summary>What was called in scripts that had come.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>All scripts that were asked for are there. Whoever waits for them goes on within this call.</summary>
    public void Deliver() => _line.SetResult();

    public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => InvokeAsync<TValue>(identifier, CancellationToken.None, args);

    public async ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args)
    {
        if (identifier != "import")
        {
            return default!;
        }

        await _line.Task;
        return (TValue)(object)new Script(this);
    }

    private sealed class Script(SlowBrowser browser) : IJSObjectReference
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => InvokeAsync<TValue>(identifier, CancellationToken.None, args);

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args)
        {
            browser.Calls.Enqueue(identifier);
            return ValueTask.FromResult(typeof(TValue) == typeof(IJSObjectReference) ? (TValue)(object)new Script(browser) : default!);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
