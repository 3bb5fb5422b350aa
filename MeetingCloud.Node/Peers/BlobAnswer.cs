namespace MeetingCloud.Node.Peers;

/// <summary>A source's answer, positioned where the transfer goes on once <paramref name="skip"/> bytes are read away.</summary>
internal sealed class BlobAnswer(HttpResponseMessage response, long skip) : IDisposable
{
    public async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[(int)Math.Min(skip, 64 << 10)];
        for (var left = skip; left > 0;)
        {
            var count = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
            if (count == 0)
            {
                throw new EndOfStreamException("The source's blob is shorter than what is here already.");
            }

            left -= count;
        }

        return body;
    }

    public void Dispose() => response.Dispose();
}
