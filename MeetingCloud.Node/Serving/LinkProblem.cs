using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Node.Serving;

/// <summary>What to say of a link that does not open anything.</summary>
internal static class LinkProblem
{
    /// <summary>Null for a valid link.</summary>
    public static IResult? Of(LinkState state) => state switch
    {
        LinkState.Valid => null,
        LinkState.Unsigned => Problem.Unauthorized("This needs a signed link, which the control plane gives."),
        LinkState.Expired => Problem.Forbidden("The link has expired; the control plane gives a new one."),
        _ => Problem.Forbidden("The link's signature is not valid."),
    };
}
