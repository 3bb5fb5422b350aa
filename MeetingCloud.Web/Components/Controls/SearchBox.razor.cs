using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Controls;

/// <summary>A field to search with: it speaks once nothing has been typed for a moment.</summary>
public sealed partial class SearchBox : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);
    private readonly Queue<string> _said = new();
    private CancellationTokenSource? _typing;
    private string? _given;
    private string _text = "";

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    public string? Value { get; set; }

    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    public void Dispose()
    {
        _typing?.Cancel();
        _typing?.Dispose();
    }

    // Pages show themselves again every second: what they say anew counts. What they repeat would undo what is being typed, and so would
    // what was said here and comes back, without its blanks and after more has been typed.
    protected override void OnParametersSet()
    {
        if (_given == Value)
        {
            return;
        }

        _given = Value;
        if (!IsOwn(Plain(Value)))
        {
            _text = Value ?? "";
        }
    }

    private static string Plain(string? text) => text?.Trim() ?? "";

    // What was said before it will not come back any more.
    private bool IsOwn(string text)
    {
        while (_said.TryDequeue(out var said))
        {
            if (said == text)
            {
                return true;
            }
        }

        return false;
    }

    private async Task TypedAsync(string? text)
    {
        Dispose();
        _typing = new CancellationTokenSource();
        var typing = _typing.Token;
        _text = text ?? "";
        await Task.Delay(s_pause, Clock, typing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (typing.IsCancellationRequested)
        {
            return;
        }

        var said = Plain(_text);
        if (said != (_said.LastOrDefault() ?? Plain(_given)))
        {
            _said.Enqueue(said);
        }

        await ValueChanged.InvokeAsync(_text);
    }
}
