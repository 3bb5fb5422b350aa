using MeetingCloud.Contracts;
using MeetingCloud.Web.Components;
using MeetingCloud.Web.Components.Desk;
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
        await using var circuit = new TestCircuit(services => services
            .AddSingleton<IJSRuntime, SlowBrowser>()
            .AddSingleton<IMeetingsClient>(_api)
            .AddSingleton<IUploadsClient>(new NoUploads())
            .AddSingleton(TimeProvider.System)
            .AddSingleton<CallFaults>());
        await circuit.ShowAsync<FilesPanel>((nameof(FilesPanel.Meeting), Samples.Whole()));

        await circuit.ChangeAsync("class", "rz-textbox", "deleted");

        Assert.Empty(circuit.Faults);
        Assert.Contains("4 files, 4.00 KB", circuit.Text, StringComparison.Ordinal);
    }

    private sealed class NoUploads : IUploadsClient
    {
        public Task<UploadTicket> CreateTicketAsync(string meetingId, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nobody uploads here.");
    }
}
