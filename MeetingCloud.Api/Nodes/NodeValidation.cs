using System.Globalization;
using System.Net;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Nodes;

/// <summary>What nodes may say of themselves; all that is wrong is said at once, by member.</summary>
internal static class NodeValidation
{
    /// <summary>As it stands in links, of which an answer has one for each node and paper.</summary>
    private const int MaxUrl = 2048;

    /// <exception cref="ProblemException">422.</exception>
    public static (IPAddress Address, Uri? PublicUrl, NetworkSet Networks) Check(RegisterNodeRequest request)
    {
        var errors = new FieldErrors();
        errors.When(request.Id is not null && !Ids.IsValid(request.Id), "id", "must be 1 to 64 letters, digits, '-' or '_'.");
        var address = IpLiteral.Parse(request.Ip);
        errors.When(address is null, "ip", request.Ip is null ? "is missing." : "is not an IPv4 or IPv6 address.");
        errors.When(request.Port is not (>= 1 and <= 65535), "port", request.Port is null ? "is missing." : "must be between 1 and 65535.");
        var publicUrl = CheckUrl(errors, request.PublicUrl);
        CheckSize(errors, "storage_capacity", request.StorageCapacity);
        CheckSize(errors, "storage_used", request.StorageUsed);
        var networks = NetworkSet.Parse(request.Networks ?? [], out var wrong);
        foreach (var problem in wrong.Take(NetworkSet.Most))
        {
            errors.When(true, "networks", $"{problem}.");
        }

        errors.Throw();
        return (address!, publicUrl, networks);
    }

    /// <exception cref="ProblemException">422.</exception>
    public static void Check(HeartbeatRequest request)
    {
        var errors = new FieldErrors();
        errors.When(request.Health is { } health && !(health >= 0 && health <= 1), "health", "must be between 0 and 1.");
        errors.When(request.Status is not (null or NodeState.Active or NodeState.Maintenance), "status", "must be active or maintenance.");
        CheckSize(errors, "storage_used", request.StorageUsed);
        CheckSize(errors, "active_downloads", request.ActiveDownloads);
        errors.When(
            request.BytesPerSecond is { } rate && !(rate >= 0 && double.IsFinite(rate)), "bytes_per_second", "must be 0 or more.");
        // A version that is absent is read as 0; a meeting's first is 1.
        errors.When(
            request.Meetings?.Count > HeartbeatRequest.MostMeetings,
            "meetings",
            string.Create(CultureInfo.InvariantCulture, $"must be {HeartbeatRequest.MostMeetings} at most."));
        errors.When(
            request.Meetings?.Any(held => held is null || !Ids.IsValid(held.Id) || held.Version < 1) == true,
            "meetings",
            "must each have the id of a meeting and a version, 1 or more.");
        errors.Throw();
    }

    private static Uri? CheckUrl(FieldErrors errors, string? text)
    {
        if (text is null)
        {
            return null;
        }

        var url = text.Length <= MaxUrl ? HttpUrl.Parse(text) : null;
        errors.When(
            text.Length > MaxUrl || url?.AbsoluteUri.Length > MaxUrl,
            "public_url",
            string.Create(CultureInfo.InvariantCulture, $"is longer than {MaxUrl} characters."));
        errors.When(
            text.Length <= MaxUrl && url is null, "public_url", "must be an http or https address without query, fragment or credentials.");
        return url;
    }

    private static void CheckSize(FieldErrors errors, string field, long? value) => errors.When(value < 0, field, "must be 0 or more.");
}
