namespace MeetingCloud.Api.Http;

/// <summary>Ends a request with an error of the contract, from a place that cannot return one.</summary>
internal sealed class ProblemException(IResult result) : Exception("The request ends with a problem.")
{
    public IResult Result { get; } = result;
}
