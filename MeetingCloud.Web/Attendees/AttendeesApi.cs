using MeetingCloud.Contracts;
using MeetingCloud.Web.Components.Attendees;
using MeetingCloud.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeetingCloud.Web.Attendees;

/// <summary>The page for attendees: plain HTML, for anybody who has its address.</summary>
internal static class AttendeesApi
{
    public const string Root = "/m";
    private const string RetrySeconds = "10";

    public static void MapAttendees(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root + "/{id}").AllowAnonymous().ExcludeFromDescription().AddEndpointFilter(RefuseOthersAsync);
        group.MapMethods("", [HttpMethods.Get, HttpMethods.Head], ShowAsync);
        group.MapPost("", EnterAsync).DisableAntiforgery();
    }

    // The control plane is not asked for what can be no meeting.
    private static async ValueTask<object?> RefuseOthersAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var id = invocation.GetArgument<string>(0);
        return Ids.IsValid(id) ? await next(invocation) : Page(invocation.HttpContext, new AttendeeView.Unknown(id));
    }

    private static async Task<IResult> ShowAsync(
        string id, HttpContext context, AttendeeMeetings meetings, AccessCodes codes, PublicApi api, TimeProvider time, string? code = null)
    {
        var copy = await meetings.GetAsync(id, context.RequestAborted);
        return Guard(id, copy) is { } refusal ? Page(context, refusal)
            : copy.Data!.AccessCode is not { } secret || codes.IsKept(context.Request, id, secret)
                ? Page(context, new AttendeeView.Meeting(copy.Data, new AttendeeLinks(copy.Data, api, time.GetUtcNow(), context.Connection.RemoteIpAddress), copy.AsOf, copy.IsOld))
            : string.IsNullOrEmpty(code) ? Page(context, new AttendeeView.Code(id, CodeAnswer.None))
            : Answer(context, id, codes.Try(context, id, code, secret));
    }

    private static async Task<IResult> EnterAsync(
        string id, HttpContext context, AttendeeMeetings meetings, AccessCodes codes, IAntiforgery antiforgery)
    {
        var copy = await meetings.GetAsync(id, context.RequestAborted);
        if (Guard(id, copy) is { } refusal)
        {
            return Page(context, refusal);
        }

        var invalid = await antiforgery.RefusalAsync(context, "The form");
        if (invalid is { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            return invalid;
        }

        // A form that is too old is shown again, as one that was not filled in.
        var given = invalid is null
            ? (await context.Request.ReadFormAsync(context.RequestAborted))["code"].ToString().Trim()
            : "";
        return copy.Data!.AccessCode is not { } secret ? TypedResults.LocalRedirect(AccessCodes.PathOf(id))
            : given.Length == 0 ? Page(context, new AttendeeView.Code(id, CodeAnswer.None))
            : Answer(context, id, codes.Try(context, id, given, secret));
    }

    private static AttendeeView? Guard(string id, MeetingCopy copy) => copy switch
    {
        { IsKnown: false } => new AttendeeView.Away(id),
        { Data: null or { Status: MeetingStatus.Draft } } => new AttendeeView.Unknown(id),
        { Data.Status: MeetingStatus.Closed } => new AttendeeView.Closed(id),
        _ => null,
    };

    private static IResult Answer(HttpContext context, string id, CodeAnswer answer) => answer == CodeAnswer.Right
        ? TypedResults.LocalRedirect(AccessCodes.PathOf(id))
        : Page(context, new AttendeeView.Code(id, answer));

    private static RazorComponentResult<AttendeePage> Page(HttpContext context, AttendeeView view)
    {
        context.Response.Headers.CacheControl = "private, no-cache";
        if (view is AttendeeView.Away)
        {
            context.Response.Headers.RetryAfter = RetrySeconds;
        }
        else if (view is AttendeeView.Meeting meeting)
        {
            context.Items[SecurityHeaders.ConnectTo] = string.Join(' ', meeting.Links.Origins);
        }

        return new RazorComponentResult<AttendeePage>(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(AttendeePage.View)] = view })
        {
            StatusCode = view.Status,
            PreventStreamingRendering = true,
        };
    }
}
