using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Monitoring;

/// <param name="Value">Null where there is no pool.</param>
public sealed record PoolStats(WebdavStats? Value)
{
    public static readonly PoolStats NoPool = new(Value: null);
}
