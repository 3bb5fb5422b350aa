using MeetingCloud.Dav.Http;
using MeetingCloud.Dav.Store;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Dav.Handlers;

/// <summary>Finds the handler of a request, and tells what went wrong in the terms of HTTP.</summary>
internal sealed class DavDispatcher(IEnumerable<IDavHandler> handlers, IDavStore store, ILogger<DavDispatcher> logger)
{
    private readonly Dictionary<string, IDavHandler> _handlers = handlers
        .SelectMany(static handler => handler.Methods.Select(method => (method, handler)))
        .ToDictionary(static pair => pair.method, static pair => pair.handler, StringComparer.Ordinal);

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await HandleAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be told.
        }
        catch (Exception exception) when (!context.Response.HasStarted && ToDav(context, exception) is not null)
        {
            var error = ToDav(context, exception)!;
            context.Response.Clear();
            if (error.Status == StatusCodes.Status405MethodNotAllowed)
            {
                context.Response.Headers.Allow = Allowed(context);
            }

            await DavError.WriteAsync(context, error);
        }
    }

    private Task HandleAsync(HttpContext context)
    {
        var path = RequestAddress.Target(context);
        return _handlers.TryGetValue(context.Request.Method, out var handler)
            ? handler.HandleAsync(context, path)
            : throw new DavException(StatusCodes.Status405MethodNotAllowed, $"This server does not know {context.Request.Method}.");
    }

    private string Allowed(HttpContext context)
    {
        try
        {
            return Methods.AllowedOn(store.Find(RequestAddress.Target(context)));
        }
        catch (DavException)
        {
            return HttpMethods.Options;
        }
    }

    private DavException? ToDav(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case DavException known:
                return known;

            // Too large, too slow, or not as it was announced.
            case BadHttpRequestException bad:
                return new DavException(bad.StatusCode, bad.Message);

            case StorageFullException:
                Log.Full(logger, context.Request.Method, exception);
                return new DavException(StatusCodes.Status507InsufficientStorage, exception.Message, "quota-not-exceeded");

            case PathTooLongException:
                return new DavException(StatusCodes.Status414UriTooLong, "This path is too long for the file system.");

            case UnauthorizedAccessException:
                Log.Refused(logger, context.Request.Method, exception);
                return new DavException(StatusCodes.Status403Forbidden, "The file system does not allow it.");

            case IOException when DiskErrors.IsFull(exception):
                Log.Full(logger, context.Request.Method, exception);
                return new DavException(StatusCodes.Status507InsufficientStorage, "The disk is full.", "sufficient-disk-space");

            default:
                return null;
        }
    }
}
