using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Controls;

/// <summary>First what a migration would do, then the migration.</summary>
public sealed partial class MigrationForm : IDisposable
{
    private readonly CancellationTokenSource _left = new();
    private string _server = "";
    private MigrationVerification _verify = MigrationVerification.Size;
    private MigrationPlan? _plan;
    private bool _busy;

    /// <summary>Ids.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Servers { get; set; } = [];

    /// <summary>One is under way.</summary>
    [Parameter]
    public bool Blocked { get; set; }

    [Inject]
    private IOriginsClient Origins { get; set; } = null!;

    [Inject]
    private PoolMonitor Pool { get; set; } = null!;

    [Inject]
    private Attempt Attempt { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    // Not disposed of as well: what still runs asks for its token, and without a timer it holds nothing.
    public void Dispose() => _left.Cancel();

    // A plan is for what was chosen when it was made.
    private void Choose(Action choose)
    {
        choose();
        _plan = null;
    }

    private async Task DryRunAsync()
    {
        _plan = null;
        _busy = true;
        await Attempt.RunAsync(async () => _plan = (await Origins.MigrateAsync(Request(dryRun: true), _left.Token)).Plan, L["The migration could not be planned"]);
        _busy = false;
    }

    private async Task StartAsync()
    {
        _busy = true;
        Migration? started = null;
        await Attempt.RunAsync(async () => started = await Origins.MigrateAsync(Request(dryRun: false), _left.Token), L["The migration could not be started"]);
        _busy = false;
        Pool.ListMigrationsAgain();
        if (started is not null)
        {
            Navigation.NavigateTo($"origin/migrations/{started.Id}");
        }
    }

    private MigrationRequest Request(bool dryRun) => new(dryRun, _server.Length == 0 ? null : _server, _verify);
}
