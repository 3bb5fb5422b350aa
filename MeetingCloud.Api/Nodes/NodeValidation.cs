using System.Net;
using System.Text.RegularExpressions;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Nodes;

internal static partial class NodeValidation
{
    /// <exception cref="ProblemException">422.</exception>
    public static (IPAddress Address, Uri? PublicUrl, NetworkSet Networks) Check(RegisterNodeRequest request)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var address = IPAddress.None;
        if (request.Id is { } id && !IdPattern().IsMatch(id))
        {
            errors["id"] = ["must be 1 to 64 letters, digits, '-' or '_'."];
        }

        if (string.IsNullOrEmpty(request.Ip) || !IPAddress.TryParse(request.Ip, out address!))
        {
            errors["ip"] = [request.Ip is null ? "is missing." : "is not an IPv4 or IPv6 address."];
        }

        if (request.Port is not (>= 1 and <= 65535))
        {
            errors["port"] = [request.Port is null ? "is missing." : "must be between 1 and 65535."];
        }

        var publicUrl = request.PublicUrl is { } text ? HttpUrl.Parse(text) : null;
        if (request.PublicUrl is not null && publicUrl is null)
        {
            errors["public_url"] = ["must be an http or https address without query, fragment or credentials."];
        }

        Sizes(errors, ("storage_capacity", request.StorageCapacity), ("storage_used", request.StorageUsed));
        var networks = NetworkSet.Parse(request.Networks ?? [], out var wrong);
        if (wrong.Count > 0)
        {
            errors["networks"] = [.. wrong.Select(problem => $"{problem}.")];
        }

        Throw(errors);
        return (address, publicUrl, networks);
    }

    /// <exception cref="ProblemException">422.</exception>
    public static void Check(HeartbeatRequest request)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (request.Health is { } health && !(health >= 0 && health <= 1))
        {
            errors["health"] = ["must be between 0 and 1."];
        }

        if (request.Status is not (null or NodeState.Active or NodeState.Maintenance))
        {
            errors["status"] = ["must be active or maintenance."];
        }

        Sizes(errors, ("storage_used", request.StorageUsed), ("active_downloads", request.ActiveDownloads));
        if (request.BytesPerSecond is { } rate && !(rate >= 0 && double.IsFinite(rate)))
        {
            errors["bytes_per_second"] = ["must be 0 or more."];
        }

        if (request.Meetings?.Any(m => m?.Id is null) == true)
        {
            errors["meetings"] = ["must each have an id and a version."];
        }

        Throw(errors);
    }

    private static void Sizes(Dictionary<string, string[]> errors, params ReadOnlySpan<(string Name, long? Value)> sizes)
    {
        foreach (var (name, value) in sizes)
        {
            if (value < 0)
            {
                errors[name] = ["must be 0 or more."];
            }
        }
    }

    private static void Throw(Dictionary<string, string[]> errors)
    {
        if (errors.Count > 0)
        {
            throw new ProblemException(Problem.Invalid(errors));
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IdPattern();
}
