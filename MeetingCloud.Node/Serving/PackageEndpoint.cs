using MeetingCloud.Contracts;
using MeetingCloud.Node.Sync;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeetingCloud.Node.Serving;

/// <summary>The package of a meeting, for the bearer of a signed link. What is not here yet is fetched, and sent on as it arrives.</summary>
internal sealed class PackageEndpoint(
    SignedLinks links, MeetingCatalog catalog, MeetingJobs jobs, DownloadMeter meter, ILogger<PackageEndpoint> logger)
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_later = TimeSpan.FromSeconds(60);

    public Task InvokeAsync(HttpContext context)
    {
        if (LinkProblem.Of(links.Verify(context.Request)) is { } problem)
        {
            return problem.ExecuteAsync(context);
        }

        var id = (string)context.GetRouteValue("id")!;
        return catalog.Acquire(id) is { } package ? ServeAsync(context, package) : FetchAndServeAsync(context, id);
    }

    private async Task ServeAsync(HttpContext context, HeldPackage package)
    {
        try
        {
            await MeteredResponse.WriteAsync(context, package, package.Headers, meter, logger);
        }
        finally
        {
            package.Release();
        }
    }

    private async Task FetchAndServeAsync(HttpContext context, string id)
    {
        if (!Ids.IsValid(id))
        {
            await NotFound(id).ExecuteAsync(context);
            return;
        }

        // Known to have no room: the next poll tries again, and not each of a crowd.
        if (catalog.Find(id) is { Problem: not null, Served: null })
        {
            await NoRoom().ExecuteAsync(context);
            return;
        }

        IResult? problem;
        try
        {
            problem = await jobs.Join(id).Prepared.WaitAsync(context.RequestAborted) ? null : NotFound(id);
        }
        catch (ControlPlaneException)
        {
            problem = Problem.Unavailable("This node does not hold the meeting, and the control plane is out of reach.", s_soon);
        }
        catch (StorageFullException)
        {
            problem = NoRoom();
        }
        catch (Exception exception) when (
            exception is IOException or FormatException || (exception is OperationCanceledException && !context.RequestAborted.IsCancellationRequested))
        {
            // The last of these: the node ends.
            problem = Problem.Unavailable("This node cannot get the meeting for now.", s_soon);
        }

        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
        }
        else if (catalog.Acquire(id) is { } package)
        {
            await ServeAsync(context, package);
        }
        else
        {
            // Deleted in this very moment.
            await NotFound(id).ExecuteAsync(context);
        }
    }

    private static ProblemHttpResult NotFound(string id) => Problem.NotFound($"There is no active meeting '{id}'.");

    private static IResult NoRoom() => Problem.Unavailable("This node has no room for the meeting; ask the control plane for another.", s_later);
}
