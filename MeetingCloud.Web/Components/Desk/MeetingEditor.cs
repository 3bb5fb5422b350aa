using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Editing;

namespace MeetingCloud.Web.Components.Desk;

/// <summary>A meeting's own fields while they are worked on: what is stored, what is typed, and how it is saved.</summary>
internal sealed class MeetingEditor
{
    private readonly IMeetingsClient _client;
    private readonly TimeZoneInfo _zone;
    private bool _isSaving;

    public MeetingEditor(IMeetingsClient client, Meeting meeting, TimeZoneInfo zone)
    {
        _client = client;
        _zone = zone;
        Meeting = meeting;
        Draft = new EditDraft(MeetingFields.Of(meeting, zone));
    }

    public EditDraft Draft { get; }

    /// <summary>The newest that is known.</summary>
    public Meeting Meeting { get; private set; }

    /// <summary>Takes in what others did. New files and agenda items are no change of these fields.</summary>
    /// <returns>The fields that others have changed.</returns>
    public IReadOnlyList<string> Take(Meeting latest)
    {
        if (_isSaving || latest.Version < Meeting.Version)
        {
            return [];
        }

        Meeting = latest;
        return Draft.Take(MeetingFields.Of(latest, _zone));
    }

    /// <param name="status">Null leaves it as it is.</param>
    public async Task<SaveResult> SaveAsync(MeetingStatus? status, CancellationToken cancellationToken)
    {
        _isSaving = true;
        try
        {
            return await DraftSaver.SaveAsync(
                Draft,
                async (texts, version) =>
                {
                    var request = MeetingFields.ToRequest(texts, _zone, Meeting.Time, status);
                    Meeting = await _client.ReplaceAsync(Meeting.Id, request, version, cancellationToken);
                    return MeetingFields.Of(Meeting, _zone);
                },
                async () =>
                {
                    Meeting = (await _client.GetAsync(Meeting.Id, known: null, cancellationToken)).Value;
                    return MeetingFields.Of(Meeting, _zone);
                });
        }
        finally
        {
            _isSaving = false;
        }
    }
}
