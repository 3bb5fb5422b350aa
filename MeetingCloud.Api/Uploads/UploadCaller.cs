using MeetingCloud.Api.Http;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Uploads;

/// <summary>Who sends an upload: an admin, or the bearer of a ticket for one meeting.</summary>
/// <param name="MeetingId">Of the ticket; null for an admin.</param>
internal sealed record UploadCaller(string? MeetingId)
{
    /// <returns>Null for a caller without a valid credential.</returns>
    public static UploadCaller? Find(HttpContext context)
    {
        var services = context.RequestServices;
        if (BearerToken.Carries(context.Request, services.GetRequiredService<AdminKey>()))
        {
            return new UploadCaller(MeetingId: null);
        }

        var token = BearerToken.Read(context.Request).ToString();
        return services.GetRequiredService<UploadTickets>().Verify(token) is { } meetingId ? new UploadCaller(meetingId) : null;
    }

    /// <exception cref="ProblemException">403: the ticket is for another meeting.</exception>
    public void Check(string meetingId)
    {
        if (MeetingId is not null && MeetingId != meetingId)
        {
            throw new ProblemException(Problem.Forbidden("This upload ticket is for another meeting."));
        }
    }

    // Minimal APIs look this method up by name and shape.
    public static ValueTask<UploadCaller?> BindAsync(HttpContext context) => new(context.Features.Get<UploadCaller>());
}
