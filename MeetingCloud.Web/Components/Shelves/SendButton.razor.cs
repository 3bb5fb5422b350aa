using MeetingCloud.Web.Components.Dialogs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using Radzen;

namespace MeetingCloud.Web.Components.Shelves;

/// <summary>A button that takes a file of any size: from the browser to this site's relay, not through the circuit.</summary>
public sealed partial class SendButton : IAsyncDisposable
{
    /// <summary>Of <see cref="Accept"/>: pictures that the library takes.</summary>
    public const string Pictures = "image/png,image/jpeg,image/webp,image/gif,image/avif";

    /// <summary>The script's side of this button; null where the button went before it came.</summary>
    private readonly TaskCompletionSource<IJSObjectReference?> _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ElementReference _input;
    private DotNetObjectReference<SendButton>? _self;
    private string? _fault;
    private long? _size;
    private long _sent;

    /// <summary>What the button is for, also to those who see only its picture.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>On the button, beside its picture.</summary>
    [Parameter]
    public string? Words { get; set; }

    [Parameter]
    public string Icon { get; set; } = "upload";

    [Parameter]
    public string Class { get; set; } = "btn";

    /// <summary>Kinds of files, as the browser's dialog takes them.</summary>
    [Parameter, EditorRequired]
    public string Accept { get; set; } = "";

    /// <summary>Where to, relative to this site's base.</summary>
    [Parameter, EditorRequired]
    public Func<string> Address { get; set; } = null!;

    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>It is stored.</summary>
    [Parameter]
    public EventCallback Stored { get; set; }

    /// <summary>Whether it has nothing to show: nothing is being sent, and nothing has failed.</summary>
    internal bool IsIdle => _size is null && _fault is null;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private SendsUnderWay Sends { get; set; } = null!;

    [Inject]
    private AntiforgeryStateProvider Antiforgery { get; set; } = null!;

    [JSInvokable]
    public Task<string> ChosenAsync(string name, long size)
    {
        _fault = null;
        _sent = 0;
        _size = size;
        Sends.Begin(this);
        StateHasChanged();
        return Task.FromResult(Address());
    }

    [JSInvokable]
    public Task ProgressAsync(long sent)
    {
        _sent = sent;
        StateHasChanged();
        return Task.CompletedTask;
    }

    /// <param name="status">The HTTP status; 0 where there was no answer, -1 where it was given up.</param>
    [JSInvokable]
    public async Task DoneAsync(int status, string detail)
    {
        _size = null;
        Sends.End(this);
        _fault = status switch
        {
            >= 200 and < 300 or -1 => null,
            0 => L["The connection was lost. Choose the file again."],
            401 => L["You are signed out. Load the page again."],
            408 => L["Your connection stood still. Choose the file again."],
            413 => L["The file is too large."],
            415 => L["This is no file of a kind that fits here."],
            _ when detail.Length > 0 => detail,
            _ => L["It was refused ({0}).", status],
        };
        StateHasChanged();
        if (status is >= 200 and < 300)
        {
            await Stored.InvokeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Sends.End(this);
        _attached.TrySetResult(null);
        try
        {
            if (await _attached.Task is { } attached)
            {
                await DetachAsync(attached);
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and what it sent with it.
        }

        _self?.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        await using var module = await Script.InvokeAsync<IJSObjectReference>("import", "./js/send.js");
        // The button may have gone while its script came.
        if (!_attached.Task.IsCompleted)
        {
            _self = DotNetObjectReference.Create(this);
            var attached = await module.InvokeAsync<IJSObjectReference>("attach", _input, _self, Antiforgery.GetAntiforgeryToken()?.Value ?? "");
            if (!_attached.TrySetResult(attached))
            {
                await DetachAsync(attached);
            }
        }
    }

    // Where the browser leaves this site, the script asks.
    private async Task LeaveAsync(LocationChangingContext context)
    {
        if (Sends.IsFirst(this)
            && !await Dialogs.ConfirmAsync(
                L["Leave this page?"], L["A file is still being sent."], L["Leave"], L["It would have to be chosen again, and be sent from its beginning."]))
        {
            context.PreventNavigation();
        }
    }

    // The button can be pressed as soon as it is seen: a click that is quicker than the script waits for it.
    private async Task OpenAsync()
    {
        _fault = null;
        if (await _attached.Task is { } attached)
        {
            await attached.InvokeVoidAsync("open");
        }
    }

    private static async Task DetachAsync(IJSObjectReference attached)
    {
        await attached.InvokeVoidAsync("detach");
        await attached.DisposeAsync();
    }

    private async Task CancelAsync()
    {
        if (await _attached.Task is { } attached)
        {
            await attached.InvokeVoidAsync("cancel");
        }
    }
}
