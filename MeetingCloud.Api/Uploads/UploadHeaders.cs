using System.Globalization;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.Net.Http.Headers;

namespace MeetingCloud.Api.Uploads;

/// <summary>Reads and writes the headers of the protocol.</summary>
internal static class UploadHeaders
{
    /// <exception cref="ProblemException">400: the header is missing, or no number.</exception>
    public static long ReadNumber(HttpRequest request, string name) =>
        HeaderUtilities.TryParseNonNegativeInt64(request.Headers[name].ToString(), out var value)
            ? value
            : throw new ProblemException(Problem.BadRequest($"{name} must be a whole number of bytes, 0 or more."));

    /// <exception cref="ProblemException">415.</exception>
    public static void CheckMediaType(HttpRequest request)
    {
        if (request.ContentType != TusHeaders.MediaType)
        {
            throw new ProblemException(Problem.UnsupportedMediaType($"The bytes of an upload must come as {TusHeaders.MediaType}."));
        }
    }

    /// <summary>How far the upload is, as it is when the answer begins.</summary>
    public static void Describe(HttpResponse response, Upload upload) => response.OnStarting(() =>
    {
        response.Headers[TusHeaders.Offset] = upload.Offset.ToString(CultureInfo.InvariantCulture);
        response.Headers[TusHeaders.Expires] = HeaderUtilities.FormatDate(upload.ExpiresAt);
        return Task.CompletedTask;
    });
}
