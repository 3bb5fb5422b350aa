using System.Globalization;
using System.Text;

namespace MeetingCloud.Tests.Support.ScriptedHttp;

/// <summary>A request as it came over the wire.</summary>
/// <param name="Target">As in the request line, escaped.</param>
public sealed record ScriptedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Empty until <see cref="ScriptedExchange.ReadBodyAsync"/>.</summary>
    public byte[] Body { get; internal set; } = [];

    public string BodyText => Encoding.UTF8.GetString(Body);

    public long ContentLength => Headers.TryGetValue("Content-Length", out var length) ? long.Parse(length, CultureInfo.InvariantCulture) : 0;

    internal static async Task<ScriptedRequest?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || head[^4] != '\r' || head[^3] != '\n' || head[^2] != '\r' || head[^1] != '\n')
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.UTF8.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var request = lines[0].Split(' ');
        return new ScriptedRequest(
            request[0],
            request[1],
            lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase));
    }
}
