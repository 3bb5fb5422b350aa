using MeetingCloud.Contracts;
using MeetingCloud.Web.Components.Dialogs;
using MeetingCloud.Web.ControlPlane;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace MeetingCloud.Web.Components.Shelves;

/// <summary>The two pictures of a series or an album.</summary>
public sealed partial class PictureSlots
{
    private string? _fault;

    /// <summary>As <see cref="Routes"/> names it.</summary>
    [Parameter, EditorRequired]
    public string Collection { get; set; } = "";

    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    [Parameter, EditorRequired]
    public ArtworkSet Artwork { get; set; } = null!;

    [Parameter]
    public EventCallback Changed { get; set; }

    [Inject]
    private IMediaClient Client { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private CallFaults Faults { get; set; } = null!;

    private string Name(ArtworkSlot slot) => slot == ArtworkSlot.Cover ? L["Cover"] : L["Background"];

    private async Task RemoveAsync(ArtworkSlot slot)
    {
        if (!await Dialogs.ConfirmAsync(L["Remove this picture?"], Name(slot), L["Remove picture"]))
        {
            return;
        }

        try
        {
            _fault = null;
            await Client.DeleteArtworkAsync(Collection, Id, slot, CancellationToken.None);
        }
        catch (Exception e) when (CallFaults.IsFault(e))
        {
            _fault = Faults.Explain(e);
        }

        await Changed.InvokeAsync();
    }
}
