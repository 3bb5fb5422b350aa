using System.Net;

namespace MeetingCloud.Storage.WebDav;

/// <summary>How the connections under a <see cref="WebDavClient"/> must be set up.</summary>
public static class WebDavHandlers
{
    /// <summary>
    /// Sets what matters for WebDAV; time limits are the caller's. No redirects: a write must not wander. No cookies: a session makes
    /// PHP servers work through its requests one by one. No decompression: a file's bytes are wanted as they are.
    /// </summary>
    public static void Prepare(SocketsHttpHandler handler)
    {
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.AutomaticDecompression = DecompressionMethods.None;
        // Apache closes what is idle for 5 s. Being first, we do not send a request into a connection that is just being closed.
        handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(4);
        // Only servers that ignore the header make us wait that long (see WebDavClient.PutAsync).
        handler.Expect100ContinueTimeout = TimeSpan.FromSeconds(1);
    }
}
