using MeetingCloud.Contracts;
using MeetingCloud.Web.Components;
using MeetingCloud.Web.Components.Desk;
using MeetingCloud.Web.Components.Dialogs;
using MeetingCloud.Web.ControlPlane;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;

namespace MeetingCloud.Tests.Web.Components;

public sealed class FilesPanelTests
{
    private readonly FakeControlPlane _api = new();

    [Fact]
    public async Task Panel_ShowsAllFiles_WhenTheItemThatIsPickedHasJustBeenDeleted()
    {
        await using var circuit = Circuit();
        await circuit.ShowAsync<FilesPanel>((nameof(FilesPanel.Meeting), Samples.Whole()));

        await circuit.ChangeAsync("class", "rz-textbox", "deleted");

        Assert.Empty(circuit.Faults);
        Assert.Contains("4 files, 4.00 KB", circuit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uploads_StandUnderTheItemsOwnName_WhenItIsRenamed()
    {
        var meeting = Samples.Whole();
        await using var circuit = Circuit();
        await circuit.ShowAsync<FilesPanel>((nameof(FilesPanel.Meeting), meeting));
        await circuit.ChangeAsync("class", "rz-textbox", "one");

        await circuit.ShowAsync<FilesPanel>((nameof(FilesPanel.Meeting), meeting with { AgendaItems = [meeting.AgendaItems[0] with { Title = "Welcome" }] }));

        Assert.DoesNotContain("Opening", circuit.Text, StringComparison.Ordinal);
        Assert.Matches(@"Into the agenda item:\W+Welcome", VisibleText.Of(circuit.Text));
    }

    [Fact]
    public async Task File_IsSavedOnce_WhenEnterIsPressedTwice()
    {
        var answer = new TaskCompletionSource();
        _api.ChangeGate = answer.Task;
        _api.Whole = Samples.Whole();
        await using var circuit = Circuit();
        await circuit.ShowAsync<RenameDialog>((nameof(RenameDialog.MeetingId), "m"), (nameof(RenameDialog.File), _api.Whole.Files[0]));
        await circuit.TypeAsync("id", "file-path", "b.pdf");
        var saving = circuit.SubmitAsync("novalidate", "True");

        await circuit.SubmitAsync("novalidate", "True");
        Assert.DoesNotContain("A file needs a name.", circuit.Text, StringComparison.Ordinal);

        await circuit.RunAsync(answer.SetResult);
        await saving;
        Assert.Contains(_api.Whole.Files, file => file.Path == "b.pdf");
    }

    private TestCircuit Circuit() => new(services => services
        .AddSingleton<IJSRuntime, SlowBrowser>()
        .AddSingleton<IMeetingsClient>(_api)
        .AddSingleton<IUploadsClient>(new NoUploads())
        .AddSingleton(TimeProvider.System)
        .AddSingleton<CallFaults>());

    private sealed class NoUploads : IUploadsClient
    {
        public Task<UploadTicket> CreateTicketAsync(string meetingId, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nobody uploads here.");
    }
}
