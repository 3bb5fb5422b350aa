using System.Globalization;
using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Meetings;

internal static class MeetingVersionHeader
{
    /// <summary>Tells an editor which version its change made, so that its next <c>If-Match</c> is right.</summary>
    public static void SetMeetingVersion(this HttpResponse response, long version) =>
        response.Headers[ContractHeaders.MeetingVersion] = version.ToString(CultureInfo.InvariantCulture);
}
