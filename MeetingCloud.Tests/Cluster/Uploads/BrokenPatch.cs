using System.Globalization;
using System.Net.Sockets;
using System.Text;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster.Uploads;

/// <summary>A PATCH that sends some of its bytes and then nothing, until it is disposed of, which cuts its connection.</summary>
internal sealed class BrokenPatch : IDisposable
{
    private const int Step = 100;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly TcpClient _client = new();

    private BrokenPatch()
    {
    }

    public static async Task<BrokenPatch> StartAsync(string api, string url, long offset, byte[] bytes, int announced, string headers = "")
    {
        var patch = new BrokenPatch();
        var address = new Uri(api);
        await patch._client.ConnectAsync(address.Host, address.Port);
        await patch.SendAsync(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"PATCH {url} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestCluster.AdminKey}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: {offset}\r\n{headers}Content-Type: {TusHeaders.MediaType}\r\nContent-Length: {announced}\r\n\r\n")));
        await patch.SendAsync(bytes);
        return patch;
    }

    public async Task SendAsync(byte[] bytes) => await _client.GetStream().WriteAsync(bytes);

    /// <summary>
    /// Sends a little now and then, until it is told to stop. On a thread of its own: a writer that is to be heard all the time must not
    /// wait for one of the pool's, which on a busy machine may take seconds.
    /// </summary>
    /// <returns>How far it has come.</returns>
    public Task<int> SendSlowlyAsync(byte[] bytes, int from, CancellationToken stop) => Task.Factory.StartNew(
        () =>
        {
            for (var position = from; ; position += Step)
            {
                if (stop.IsCancellationRequested)
                {
                    return position;
                }

                _client.Client.Send(bytes.AsSpan(position, Step));
                stop.WaitHandle.WaitOne(s_pause);
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>The status of the answer; null where the connection was cut without one.</summary>
    public async Task<int?> StatusAsync()
    {
        using var reader = new StreamReader(_client.GetStream(), Encoding.ASCII, detectEncodingFromByteOrderMarks: false, 1024, leaveOpen: true);
        try
        {
            return await reader.ReadLineAsync() is { } line ? int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => _client.Dispose();
}
