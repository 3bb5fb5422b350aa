using System.Xml;

namespace MeetingCloud.Dav.Xml;

/// <summary>
/// A 207 (RFC 4918, section 13) that is sent while it is made: a listing of any length takes one buffer. What fails in the middle cuts
/// the connection, so that no client takes a part for the whole.
/// </summary>
internal sealed class MultistatusWriter : IAsyncDisposable
{
    private const int FlushAt = 16 << 10;

    private readonly HttpContext _context;
    private readonly MemoryStream _buffer = new(FlushAt * 2);

    public MultistatusWriter(HttpContext context)
    {
        _context = context;
        context.Response.StatusCode = StatusCodes.Status207MultiStatus;
        context.Response.ContentType = XmlAnswer.ContentType;
        Xml = XmlWriter.Create(_buffer, DavXml.WriterSettings);
        Xml.WriteStartDocument();
        Xml.WriteDavStart("multistatus");
    }

    /// <summary>Where <c>response</c> elements go.</summary>
    public XmlWriter Xml { get; }

    /// <summary>Sends what has gathered, if it is worth it. Called after each response.</summary>
    public ValueTask FlushAsync() => _buffer.Length < FlushAt ? ValueTask.CompletedTask : SendAsync();

    /// <summary>Ends the document.</summary>
    public async ValueTask CompleteAsync()
    {
        Xml.WriteEndElement();
        await SendAsync();
    }

    public ValueTask DisposeAsync()
    {
        // Closing the writer after a failure would complete the document: it has nothing to release but memory.
        _buffer.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask SendAsync()
    {
        Xml.Flush();
        await _context.Response.Body.WriteAsync(_buffer.GetBuffer().AsMemory(0, (int)_buffer.Length), _context.RequestAborted);
        _buffer.SetLength(0);
    }
}
