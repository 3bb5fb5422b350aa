using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Monitoring;

public sealed record AlbumContents(Series Series, Album Album, IReadOnlyList<Track> Tracks);
