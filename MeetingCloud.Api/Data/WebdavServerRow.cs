namespace MeetingCloud.Api.Data;

/// <summary>What is remembered of a configured server from start to start.</summary>
internal sealed class WebdavServerRow
{
    public required string Id { get; init; }

    /// <summary>Address and user name that the copies recorded for this id were written to.</summary>
    public required string Account { get; set; }

    /// <summary>What an admin chose; null to go by the configuration.</summary>
    public bool? Enabled { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
}
