using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Monitoring;

public sealed record SeriesContents(Series Series, IReadOnlyList<Album> Albums);
