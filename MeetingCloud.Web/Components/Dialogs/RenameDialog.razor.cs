using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Dialogs;

/// <summary>Gives a file another name or folder. Answers whether it did.</summary>
public sealed partial class RenameDialog
{
    private string _path = "";
    private string? _error;
    private bool _isSaving;

    [Parameter, EditorRequired]
    public string MeetingId { get; set; } = "";

    [Parameter, EditorRequired]
    public MeetingFile File { get; set; } = null!;

    [Inject]
    private IMeetingsClient Client { get; set; } = null!;

    [Inject]
    private CallFaults Faults { get; set; } = null!;

    protected override void OnInitialized() => _path = File.Path;

    private void Type(string? text)
    {
        _path = text ?? "";
        _error = null;
    }

    private async Task SaveAsync()
    {
        if (_isSaving)
        {
            return;
        }

        if (string.IsNullOrWhiteSpace(_path))
        {
            _error = L["A file needs a name."];
            return;
        }

        if (_path == File.Path)
        {
            Dialogs.Close(false);
            return;
        }

        _isSaving = true;
        try
        {
            await Client.ChangeFileAsync(MeetingId, File.Path, new FileChangeRequest(Path: _path), CancellationToken.None);
            Dialogs.Close(true);
        }
        catch (ControlPlaneException e) when (e.Errors.Count > 0)
        {
            _error = string.Join(' ', e.Errors.SelectMany(error => error.Value));
        }
        catch (Exception e) when (CallFaults.IsFault(e))
        {
            _error = Faults.Explain(e);
        }
        finally
        {
            _isSaving = false;
        }
    }
}
