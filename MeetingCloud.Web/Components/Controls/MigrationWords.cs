using MeetingCloud.Contracts;
using Microsoft.Extensions.Localization;

namespace MeetingCloud.Web.Components.Controls;

/// <summary>Migrations in words.</summary>
internal sealed class MigrationWords(IStringLocalizer<MigrationWords> L, Text text)
{
    public string State(MigrationState state) => state switch
    {
        MigrationState.DryRun => L["Dry run"],
        MigrationState.Pending => L["Waiting to begin"],
        MigrationState.Running => L["Running"],
        MigrationState.Completed => L["Completed"],
        MigrationState.Failed => L["Ended, some files could not be moved"],
        _ => L["Cancelled"],
    };

    public static Tone Tone(MigrationState state) => state switch
    {
        MigrationState.Completed => Controls.Tone.Good,
        MigrationState.Failed => Controls.Tone.Bad,
        MigrationState.Cancelled => Controls.Tone.Warning,
        _ => Controls.Tone.Neutral,
    };

    public string Progress(MigrationProgress progress) => L["{0} of {1} steps", text.Count(Ended(progress)), text.Count(progress.Total)];

    public static double Ratio(MigrationProgress progress) => progress.Total > 0 ? (double)Ended(progress) / progress.Total : 1;

    private static long Ended(MigrationProgress progress) => progress.Done + progress.Skipped + progress.Failed;
}
