using System.Globalization;
using MeetingCloud.Contracts;
using MeetingCloud.Web.Uploads;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace MeetingCloud.Web.Components.Controls;

/// <summary>
/// Takes files and folders into a meeting: from the browser straight to the control plane by the tus protocol, several at once, with
/// pause and resume. Only what is shown of it passes through the circuit, at most four times a second. Of another meeting, or another
/// agenda item, it is another component: give it a <c>@key</c>.
/// </summary>
public sealed partial class Uploader : IAsyncDisposable
{
    /// <summary>Pixels; the same in the row's style.</summary>
    private const float RowHeight = 64;

    private readonly UploadList _uploads = new();
    private ElementReference _root;
    private DotNetObjectReference<Uploader>? _self;
    private IJSObjectReference? _queue;
    private List<UploadItem> _rows = [];
    private string _announcement = "";
    private bool _isDisposed;

    [Parameter, EditorRequired]
    public string MeetingId { get; set; } = "";

    /// <summary>The item that the files belong to; null: to none.</summary>
    [Parameter]
    public string? AgendaItemId { get; set; }

    /// <summary>Gives leave to upload; called again when it ends.</summary>
    [Parameter, EditorRequired]
    public Func<Task<UploadTicket>> Ticket { get; set; } = null!;

    /// <summary>Files have become files of the meeting: their paths, as the browser has them. Those of a quarter second in one call.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<string>> Stored { get; set; }

    /// <summary>Whether leaving the page would interrupt something, or forget what is paused.</summary>
    internal bool IsBusy => _uploads.Items.Any(item => item.CanPause || item.CanResume);

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    private string Percent => Math.Floor(_uploads.Progress * 100).ToString(CultureInfo.InvariantCulture);

    private string Summary => _uploads.Count(UploadState.Failed) is var failed and > 0
        ? L["{0} of {1} files stored, {2} failed", Text.Count(_uploads.Count(UploadState.Stored)), Text.Count(_uploads.Items.Count), Text.Count(failed)]
        : L["{0} of {1} files stored", Text.Count(_uploads.Count(UploadState.Stored)), Text.Count(_uploads.Items.Count)];

    private string Facts => _uploads.Speed > 0
        ? L["{0} of {1}, {2}", Text.Bytes(_uploads.Sent), Text.Bytes(_uploads.Size), Text.Rate(_uploads.Speed)]
        : L["{0} of {1}", Text.Bytes(_uploads.Sent), Text.Bytes(_uploads.Size)];

    /// <summary>The browser tells what has changed.</summary>
    [JSInvokable]
    public async Task ReportAsync(UploadChange[] changes)
    {
        var stored = _uploads.Apply(changes);
        Show();
        if (stored.Count > 0)
        {
            await Stored.InvokeAsync([.. stored.Select(item => item.Path)]);
        }
    }

    /// <summary>The browser needs a ticket.</summary>
    [JSInvokable]
    public Task<UploadTicket> RenewTicketAsync() => Ticket();

    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return CloseAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        await using var module = await Js.InvokeAsync<IJSObjectReference>("import", "./uploads/uploader.js");
        // The page may have gone while the script came, and again while it was attached.
        if (!_isDisposed)
        {
            _self = DotNetObjectReference.Create(this);
            _queue = await module.InvokeAsync<IJSObjectReference>("attach", _root, _self, MeetingId, AgendaItemId);
        }

        if (_isDisposed)
        {
            await CloseAsync();
        }
    }

    private Task PauseAsync(UploadItem item) => CallAsync("pause", [item.Id]);

    private Task ResumeAsync(UploadItem item) => CallAsync("resume", [item.Id]);

    private Task CancelAsync(UploadItem item) => RemoveAsync([item]);

    private Task PauseAllAsync() => CallAsync("pause", Ids(item => item.CanPause));

    private Task ResumeAllAsync() => CallAsync("resume", Ids(item => item.CanResume));

    private Task RetryAllAsync() => CallAsync("resume", Ids(item => item.CanRetry));

    private Task ClearAsync() => RemoveAsync([.. _uploads.Items.Where(item => item.State == UploadState.Stored)]);

    private Task CancelAllAsync() => RemoveAsync([.. _uploads.Items.Where(item => item.State != UploadState.Stored)]);

    private async Task RemoveAsync(IReadOnlyList<UploadItem> items)
    {
        foreach (var item in items)
        {
            _uploads.Remove(item);
        }

        Show();
        await CallAsync("cancel", [.. items.Select(item => item.Id)]);
    }

    private int[] Ids(Func<UploadItem, bool> which) => [.. _uploads.Items.Where(which).Select(item => item.Id)];

    private async Task CallAsync(string command, int[] ids)
    {
        if (_queue is { } queue)
        {
            await queue.InvokeVoidAsync(command, ids);
        }
    }

    private async ValueTask CloseAsync()
    {
        try
        {
            await CallAsync("close", []);
            await (_queue?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its uploads with it, until they are chosen again.
        }

        _self?.Dispose();
    }

    private void Show()
    {
        _rows = [.. _uploads.Items];
        var unfinished = _uploads.Items.Any(item => item.CanPause || item.CanResume);
        _announcement = _rows.Count > 0 && !unfinished ? Summary : "";
        StateHasChanged();
    }
}
