using System.Net;
using MeetingCloud.Contracts;
using MeetingCloud.Web.Components;
using MeetingCloud.Web.Components.Desk;
using MeetingCloud.Web.ControlPlane;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;

namespace MeetingCloud.Tests.Web.Components;

/// <summary>The agenda under the hands of two people.</summary>
public sealed class AgendaEditorTests
{
    private readonly FakeControlPlane _api = new();

    [Fact]
    public async Task Agenda_ShowsWhatOthersAdded_WhenItCameWhileAMoveWasBeingStored()
    {
        var mine = Samples.Whole();
        var theirs = With(mine, "three", "Of somebody else");
        var answer = new TaskCompletionSource();
        _api.ChangeGate = answer.Task;
        await using var circuit = Circuit();
        await ShowAsync(circuit, mine);
        var move = circuit.ClickAsync("id", "down-one");

        await ShowAsync(circuit, theirs);
        await circuit.RunAsync(answer.SetResult);
        await move;
        Assert.Equal(["two", "one"], _api.Order);
        await ShowAsync(circuit, theirs);

        Assert.Contains("Of somebody else", circuit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agenda_DoesNotFlickerBack_WhileThePageStillKnowsTheOldOrder()
    {
        var known = Samples.Whole();
        await using var circuit = Circuit();
        await ShowAsync(circuit, known);

        await circuit.ClickAsync("id", "down-one");
        await ShowAsync(circuit, known);

        Assert.True(circuit.Text.IndexOf("Budget", StringComparison.Ordinal) < circuit.Text.IndexOf("Opening", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Agenda_IsShownAsItIs_WhenAMoveIsRefusedAfterOneThatWasStored()
    {
        var known = Samples.Whole();
        await using var circuit = Circuit();
        await ShowAsync(circuit, known);
        await circuit.ClickAsync("id", "down-one");

        _api.Fault = FakeControlPlane.Refusal(HttpStatusCode.UnprocessableEntity, ("item_ids", "Others."));
        await circuit.ClickAsync("id", "up-one");
        await ShowAsync(circuit, known);

        Assert.Contains("Somebody else has changed the agenda at the same time.", circuit.Text, StringComparison.Ordinal);
        Assert.True(circuit.Text.IndexOf("Opening", StringComparison.Ordinal) < circuit.Text.IndexOf("Budget", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Agenda_AsksBeforeAnotherItemIsEdited_WhenTheFirstIsNotSaved(bool isDiscarded)
    {
        await using var circuit = Circuit();
        await ShowAsync(circuit, Samples.Whole());
        await circuit.ClickAsync("aria-label", "Edit: Opening");
        await circuit.TypeAsync("id", "edit-item-title", "Opening and roll call");

        var click = circuit.ClickAsync("aria-label", "Edit: Budget");
        Assert.Equal("Opening and roll call", circuit.FieldOf("id", "edit-item-title"));
        await circuit.AnswerAsync(isDiscarded);
        await click;

        Assert.Equal(isDiscarded ? "Budget" : "Opening and roll call", circuit.FieldOf("id", "edit-item-title"));
    }

    [Fact]
    public async Task Agenda_AsksNothing_WhenAnotherItemIsEditedAndNothingWasTyped()
    {
        await using var circuit = Circuit();
        await ShowAsync(circuit, Samples.Whole());
        await circuit.ClickAsync("aria-label", "Edit: Opening");

        await circuit.ClickAsync("aria-label", "Edit: Budget");

        Assert.Equal("Budget", circuit.FieldOf("id", "edit-item-title"));
    }

    [Fact]
    public async Task NewItem_StaysInItsForm_WhenAnotherChangeIsUnderWay()
    {
        var answer = new TaskCompletionSource();
        _api.ChangeGate = answer.Task;
        _api.Whole = Samples.Whole();
        await using var circuit = Circuit();
        await ShowAsync(circuit, _api.Whole);
        await circuit.TypeAsync("id", "new-item-title", "Any other business");
        var deletion = circuit.ClickAsync("aria-label", "Delete: Budget");
        await circuit.AnswerAsync(true);

        await circuit.SubmitAsync("aria-label", "Add an item");
        await circuit.RunAsync(answer.SetResult);
        await deletion;
        Assert.Equal("Any other business", circuit.FieldOf("id", "new-item-title"));

        await circuit.SubmitAsync("aria-label", "Add an item");
        Assert.Equal("", circuit.FieldOf("id", "new-item-title"));
        Assert.Contains("Any other business", circuit.Text, StringComparison.Ordinal);
    }

    private static Meeting With(Meeting meeting, string id, string title) => meeting with
    {
        Version = meeting.Version + 1,
        AgendaItems = [.. meeting.AgendaItems, new AgendaItem(id, title, meeting.AgendaItems.Count, null, null)],
    };

    private static Task ShowAsync(TestCircuit circuit, Meeting meeting) =>
        circuit.ShowAsync<AgendaEditor>((nameof(AgendaEditor.Meeting), meeting), (nameof(AgendaEditor.Zone), TimeZoneInfo.Utc));

    private TestCircuit Circuit() => new(services => services
        .AddSingleton<IJSRuntime, SlowBrowser>()
        .AddSingleton<IMeetingsClient>(_api)
        .AddSingleton<CallFaults>());
}
