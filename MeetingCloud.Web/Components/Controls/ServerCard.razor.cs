using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;

namespace MeetingCloud.Web.Components.Controls;

/// <summary>A server of the origin pool as it is now. It is switched also where the reader leaves meanwhile.</summary>
public sealed partial class ServerCard
{
    private bool _busy;

    [Parameter, EditorRequired]
    public WebdavServerStatus Server { get; set; } = null!;

    /// <summary>When the control plane said so.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset Now { get; set; }

    [Inject]
    private IOriginsClient Origins { get; set; } = null!;

    [Inject]
    private PoolMonitor Pool { get; set; } = null!;

    [Inject]
    private Attempt Attempt { get; set; } = null!;

    private string Account => Uri.TryCreate(Server.Url, UriKind.Absolute, out var url) ? $"{Server.Username} · {url.Authority}{url.AbsolutePath.TrimEnd('/')}" : Server.Username;

    private string Words => Server.State switch
    {
        "healthy" => L["Healthy"],
        "slow" => L["Slow"],
        "full" => L["Full"],
        "paused" => L["Paused"],
        var other => other,
    };

    private Tone Tone => Server.State switch
    {
        "healthy" => Tone.Good,
        "paused" when Server.Failure is not "throttled" => Tone.Bad,
        _ => Tone.Warning,
    };

    private string Cause => Server.Failure switch
    {
        "unreachable" => L["Out of reach"],
        "timed_out" => L["No answer in time"],
        "server_error" => L["It answers with errors"],
        "throttled" => L["It wants fewer requests for a while"],
        "credentials" => L["User name or password refused"],
        "full" => L["No room left: it is read, new files go to the others"],
        "refused" => L["It refuses what is asked of it"],
        "malformed" => L["It does not speak WebDAV"],
        _ => L["Out of service"],
    };

    private string Next => Server.RetryAt is not { } at ? ""
        : at > Now ? L["It is tried again in {0}.", Text.Duration(at - Now)]
        : L["It is being tried again."];

    private Tone LoadTone => Server.Concurrent >= Server.MaxConcurrent ? Tone.Warning : Tone.Neutral;

    private string Room(WebdavStorage storage) => (storage.UsedBytes, storage.TotalBytes) switch
    {
        ({ } used, { } total) => L["Storage {0} of {1} ({2})", Text.Bytes(used), Text.Bytes(total), Text.Percent((storage.Percentage ?? 0) / 100.0)],
        ({ } used, null) => L["Storage {0} used", Text.Bytes(used)],
        _ => L["Storage: the server does not say"],
    };

    private static double Ratio(int part, int whole) => whole > 0 ? (double)part / whole : 0;

    private static Tone FillTone(WebdavStorage storage) => ((storage.Percentage ?? 0) / 100.0) switch
    {
        < NodeLimits.StorageTight => Tone.Neutral,
        < NodeLimits.StorageNearlyFull => Tone.Warning,
        _ => Tone.Bad,
    };

    private static Tone BudgetTone(WebdavBudget budget) => Ratio(budget.Used, budget.Limit) switch
    {
        < 0.8 => Tone.Neutral,
        < 1 => Tone.Warning,
        _ => Tone.Bad,
    };

    private async Task SetAsync(bool enabled)
    {
        var id = Server.Id;
        _busy = true;
        await Attempt.RunAsync(
            () => Origins.SetEnabledAsync(id, enabled, CancellationToken.None),
            enabled ? L["{0} could not be switched on", id] : L["{0} could not be switched off", id]);
        _busy = false;
        Pool.Status.Refresh();
        Pool.Stats.Refresh();
    }
}
