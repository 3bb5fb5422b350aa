using System.Net;

namespace MeetingCloud.Storage.WebDav;

/// <summary>One request, as error messages name it.</summary>
/// <param name="Host">Host and port of the server.</param>
internal sealed record WebDavCall(HttpMethod Verb, string Path, string Host)
{
    /// <summary>Changes something on the server, so that an answer that never came leaves its outcome open.</summary>
    public bool IsWrite { get; } =
        Verb == HttpMethod.Put || Verb == HttpMethod.Delete || Verb == WebDavVerbs.Move || Verb == WebDavVerbs.MakeCollection;

    public WebDavException Fail(WebDavFailure failure, string what, HttpResponseMessage? response = null, Exception? cause = null) =>
        new(failure, $"{this}: {what}", cause) { Status = (int?)response?.StatusCode };

    public override string ToString() => $"{Verb} {(Path.Length == 0 ? "/" : Path)} on {Host}";

    /// <summary>A status as people know it: <c>507 Insufficient Storage</c>.</summary>
    public static string Describe(HttpResponseMessage response) =>
        string.Join(' ', ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture), Name(response.StatusCode)).TrimEnd();

    // The server's own phrase is free text; the enumeration knows the standard ones.
    private static string Name(HttpStatusCode status) => new HttpResponseMessage(status).ReasonPhrase ?? "";
}
