using System.Net;
using MeetingCloud.Contracts;
using MeetingCloud.Web.Browser;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Controls;

/// <summary>A migration as it goes on, and its report.</summary>
public sealed partial class MigrationView
{
    private Migration? _migration;
    private LiveFault? _fault;
    private bool _absent;
    private bool _isAsking;
    private bool _cancelling;

    /// <summary>Stays the same: another migration is another view.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    [Inject]
    private IOriginsClient Origins { get; set; } = null!;

    [Inject]
    private PoolMonitor Pool { get; set; } = null!;

    [Inject]
    private Attempt Attempt { get; set; } = null!;

    private string Title => _migration is { } migration ? L["Migration of {0}", ZonedTime.ToShow(migration.CreatedAt, Zone)] : L["Migration"];

    private TimeSpan Age => Clock.GetUtcNow() - Pool.Migrations.Current.TakenAt;

    protected override async Task OnInitializedAsync()
    {
        await Pool.Migrations.GetAsync(Left);
        await ShowOrFindAsync();
        Follow(Pool.Migrations, ShowOrFindAsync);
        await FindZoneAsync();
    }

    // Also when the control plane is back, which was away when it was to be asked.
    private async Task ShowOrFindAsync()
    {
        Show();
        if (_migration is null && _fault is null && !_absent && !_isAsking)
        {
            _isAsking = true;
            await FindOldAsync();
            _isAsking = false;
        }
    }

    private void Show()
    {
        var view = Pool.Migrations.Current;
        _fault = view.Fault;
        _migration = view.Value?.Find(Id) ?? _migration;
    }

    // The list has the latest ones only; older ones have ended and do not change.
    private async Task FindOldAsync()
    {
        try
        {
            _migration = await Origins.GetMigrationAsync(Id, Left);
        }
        catch (ControlPlaneException e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            _absent = true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            _fault = LiveFault.Of(e, Clock.GetUtcNow());
        }
    }

    private async Task CancelAsync()
    {
        _cancelling = true;
        await Attempt.RunAsync(
            async () => _migration = await Origins.CancelMigrationAsync(Id, Left), L["The migration could not be cancelled"]);
        _cancelling = false;
        Pool.ListMigrationsAgain();
    }
}
