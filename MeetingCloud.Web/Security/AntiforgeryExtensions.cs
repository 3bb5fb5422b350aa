using MeetingCloud.ServiceDefaults;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeetingCloud.Web.Security;

internal static class AntiforgeryExtensions
{
    /// <summary>
    /// What to answer to a request that does not carry a token of this site: 400, also where its form cannot be read, which the framework
    /// throws; 413 where it is too large. Null where the token is good.
    /// </summary>
    /// <param name="what">Begins the sentence that says so, such as "The form".</param>
    public static async Task<ProblemHttpResult?> RefusalAsync(this IAntiforgery antiforgery, HttpContext context, string what)
    {
        try
        {
            if (await antiforgery.IsRequestValidAsync(context))
            {
                return null;
            }
        }
        catch (AntiforgeryValidationException e) when (e.InnerException is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } tooLarge)
        {
            return Problem.Create(tooLarge.StatusCode, $"{what} is too large.");
        }
        catch (AntiforgeryValidationException)
        {
            // Malformed, or broken off.
        }

        return Problem.BadRequest($"{what} is not of this site's pages, or too old: load the page again.");
    }
}
