using MeetingCloud.Api.Http;
using MeetingCloud.Api.Monitoring.Events;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Nodes;

internal static class NodesApi
{
    public static void MapNodes(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Nodes).WithTags("Nodes");
        group.MapPost("/register", RegisterAsync).WithSummary("Register a node").Produces<RegisterNodeResponse>().RequireNodeKey();
        group.MapPost("/{id}/heartbeat", HeartbeatAsync).WithSummary("Report a node's state").Produces<HeartbeatResponse>().RequireNodeKey();
        group.MapGet("/", ListAsync).WithSummary("List nodes, lost ones included").Produces<NodeList>().RequireAdminKey();
        group.MapPost("/{id}/state", SetStateAsync)
            .WithSummary("Drain a node, or let it serve again").Produces<NodeInfo>().RequireAdminKey();
        group.MapDelete("/{id}", ForgetAsync)
            .WithSummary("Forget a node").Produces(StatusCodes.Status204NoContent).RequireAdminKey();
    }

    private static async Task<IResult> RegisterAsync(
        JsonBody<RegisterNodeRequest> body,
        HttpContext context,
        NodeRegistry registry,
        NodeRegistrySync sync,
        NodeEvents events,
        ILogger<NodeRegistry> logger)
    {
        var (claimed, publicUrl, networks) = NodeValidation.Check(body.Value);
        var caller = context.Connection.RemoteIpAddress;
        if (caller is null || !NodeAddress.MaySpeakFor(caller, claimed))
        {
            Log.ForeignAddress(logger, body.Value.Id, claimed.ToString(), caller?.ToString());
            return Problem.Forbidden($"A caller at {caller} cannot register a node at {claimed}.");
        }

        if (body.Value.Id is { } id)
        {
            // It may have been drained at another instance, or before this one started.
            await sync.FindAsync(id);
        }

        // In ASCII, as it becomes a header field of every redirect; and an address in the one form that all know.
        var record = registry.Register(
            body.Value with { Ip = claimed.ToString(), PublicUrl = publicUrl?.AbsoluteUri.TrimEnd('/'), Networks = networks.Names });
        events.Add(record.Id, NodeEventKind.Registered);
        await sync.SavedAsync(record);
        Log.Registered(logger, record.Id, record.Url);
        return TypedResults.Ok(new RegisterNodeResponse(record.Id, "registered"));
    }

    private static async Task<IResult> HeartbeatAsync(
        string id, JsonBody<HeartbeatRequest> body, NodeRegistry registry, NodeRegistrySync sync)
    {
        NodeValidation.Check(body.Value);
        if (await sync.FindAsync(id) is null || registry.Heartbeat(id, body.Value) is not { } record)
        {
            return Unknown(id);
        }

        await sync.SavedAsync(record);
        return TypedResults.Ok(new HeartbeatResponse("ok"));
    }

    private static async Task<IResult> ListAsync(NodeRegistry registry, NodeRegistrySync sync)
    {
        // Whoever has changed a node at another instance sees it here.
        await sync.RefreshAsync();
        return TypedResults.Ok(new NodeList(registry.List()));
    }

    private static async Task<IResult> SetStateAsync(
        string id,
        JsonBody<NodeStateRequest> body,
        NodeRegistry registry,
        NodeRegistrySync sync,
        NodeEvents events,
        ILogger<NodeRegistry> logger)
    {
        if (body.Value.State is not (NodeState.Active or NodeState.Maintenance) || body.Value.State is not { } state)
        {
            return Problem.Invalid("state", "must be active or maintenance.");
        }

        var drained = state == NodeState.Maintenance;
        var was = (await sync.FindAsync(id))?.Drained;
        if (registry.Drain(id, drained) is not { } record)
        {
            return Unknown(id);
        }

        if (was != drained)
        {
            events.Add(id, drained ? NodeEventKind.Drained : NodeEventKind.Resumed);
        }

        await sync.SavedAsync(record);
        Log.StateSet(logger, id, state);
        return registry.List().FirstOrDefault(n => n.Id == id) is { } node ? TypedResults.Ok(node) : Unknown(id);
    }

    private static async Task<IResult> ForgetAsync(
        string id, NodeRegistry registry, NodeRegistrySync sync, NodeEvents events, ILogger<NodeRegistry> logger)
    {
        if (await sync.FindAsync(id) is null || !registry.Forget(id))
        {
            return Unknown(id);
        }

        events.Add(id, NodeEventKind.Forgotten);
        await sync.ForgottenAsync(id);
        Log.Forgotten(logger, id);
        return TypedResults.NoContent();
    }

    private static IResult Unknown(string id) => Problem.NotFound($"There is no node '{id}'.");
}
