using MeetingCloud.Api.Data;
using MeetingCloud.Api.Meetings;
using MeetingCloud.Api.Origins;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Distribution;

/// <summary>What attendees ask of the control plane.</summary>
internal static class DataApi
{
    private const string ZipType = "application/zip";

    public static void MapDistribution(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Meetings + "/{id}").WithTags("Attendees");
        group.MapGet("/data", DataAsync).WithSummary("All that an attendee's tablet needs").Produces<MeetingData>();
        group.MapMethods("/download-package", [HttpMethods.Get, HttpMethods.Head], PackageAsync)
            .WithSummary("The package: a redirect to the best node, or the bytes where none is ready")
            .Produces(StatusCodes.Status307TemporaryRedirect)
            .Produces(StatusCodes.Status200OK, contentType: ZipType);
    }

    private static async Task<IResult> DataAsync(
        string id,
        HttpContext context,
        AttendeeAccess access,
        MeetingSnapshots snapshots,
        NodeLinks links,
        PublicAddress address)
    {
        var head = await access.CheckAsync(context, id);
        var snapshot = await snapshots.GetAsync(head, context.RequestAborted) ?? throw MeetingStore.NotFound(id);
        var meeting = snapshot.Meeting;
        var root = address.Of(context.Request);
        var nodes = links.Packages(id, meeting.Version, context.Connection.RemoteIpAddress);
        var isAdmin = access.IsAdmin(context);
        // Whoever has shown the code gets links that can be followed as they are; an admin's key opens them without.
        var code = !isAdmin && head.AccessCode is { } shown ? $"?{ContractHeaders.AccessCodeQuery}={Uri.EscapeDataString(shown)}" : "";
        var own = root + Routes.Package(id) + code;
        context.Response.Headers.CacheControl = "no-store";

        var papers = links.Papers(id, meeting.Version, context.Connection.RemoteIpAddress);
        var files = meeting.Files.InOrder().Select(f => (f.AgendaItemId, File: ToContract(f))).ToList();
        var byItem = files.ToLookup(f => f.AgendaItemId, f => f.File);
        return TypedResults.Ok(new MeetingData(
            meeting.Id,
            meeting.Title,
            meeting.Time,
            meeting.Status,
            meeting.Intro,
            meeting.Version,
            [
                .. meeting.Agenda.InOrder().Select(item => new MeetingDataAgendaItem(
                    item.Title, item.Position, item.Presenter, item.DurationMinutes, [.. byItem[item.Id]])),
            ],
            [.. files.Select(f => f.File)],
            new MeetingDataPackage(snapshot.Package.ETag, snapshot.Package.Length, snapshot.Package.FileCount, snapshot.PackageName),
            nodes.Count > 0 ? nodes[0] : own,
            nodes.Count > 0 ? [.. nodes.Skip(1), own] : [],
            isAdmin ? meeting.AccessCode : null,
            isAdmin && links.Sites(id, meeting.Version) is { Count: > 0 } sites ? sites : null));

        MeetingDataFile ToContract(FileRow f) => new(
            f.Path, f.Size, f.ContentType, f.Sha256, root + Routes.MeetingFile(id, f.Path) + code, papers.Of(f));
    }

    private static async Task PackageAsync(
        string id, HttpContext context, AttendeeAccess access, MeetingSnapshots snapshots, NodeLinks links, IOrigin origin)
    {
        var head = await access.CheckAsync(context, id);
        if (head.Status == MeetingStatus.Active && links.Package(id, head.Version, context.Connection.RemoteIpAddress) is { } link)
        {
            // Chosen afresh each time: a download that lost its node comes back here for another.
            context.Response.Headers.CacheControl = "no-store";
            await TypedResults.Redirect(link, preserveMethod: true).ExecuteAsync(context);
            return;
        }

        var snapshot = await snapshots.GetAsync(head, context.RequestAborted) ?? throw MeetingStore.NotFound(id);
        await RangeResponse.WriteAsync(
            context,
            new PackageContent(snapshot.Package, origin),
            new RangeHeaders(
                $"\"{snapshot.Package.ETag}\"",
                ZipType,
                FilePresentation.Disposition(inline: false, snapshot.PackageName),
                CacheControl: "no-cache"));
    }
}
