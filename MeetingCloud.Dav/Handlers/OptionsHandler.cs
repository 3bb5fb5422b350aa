using MeetingCloud.Dav.Http;
using MeetingCloud.Dav.Store;

namespace MeetingCloud.Dav.Handlers;

/// <summary>OPTIONS: what can be done with a resource (RFC 4918, section 10.1).</summary>
internal sealed class OptionsHandler(IDavStore store) : IDavHandler
{
    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Options];

    public Task HandleAsync(HttpContext context, DavPath path)
    {
        var headers = context.Response.Headers;
        headers.Allow = Handlers.Methods.AllowedOn(store.Find(path));
        headers["DAV"] = "1, 2, 3";
        // Windows asks FrontPage's questions first unless this tells it not to.
        headers["MS-Author-Via"] = "DAV";
        headers.AcceptRanges = "bytes";
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
