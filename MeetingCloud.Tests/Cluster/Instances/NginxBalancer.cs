using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Programs;

namespace MeetingCloud.Tests.Cluster.Instances;

/// <summary>
/// nginx in front of several instances of the control plane, in turn and without stickiness, set up as docs/several-instances.md says:
/// nothing is held back in buffers, and a request that is safe to repeat goes to another instance where one does not take it.
/// </summary>
internal sealed class NginxBalancer : IAsyncDisposable
{
    public const string Program = "nginx";

    private readonly string _folder = Directory.CreateTempSubdirectory("mc-nginx-").FullName;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly IReadOnlyList<int> _ports;
    private readonly int _port = Ports.Next();
    private Process? _process;

    public NginxBalancer(IReadOnlyList<int> ports) => _ports = ports;

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}");

    private string Configuration => Path.Combine(_folder, "nginx.conf");

    public async Task StartAsync()
    {
        if (_process is not null)
        {
            return;
        }

        await ConfigureAsync(new HashSet<int>());
        var start = new ProcessStartInfo(InstalledProgram.Find(Program)!, ["-p", _folder, "-c", Configuration, "-e", "stderr"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.BecomesTrueAsync(AnswersAsync, TestCluster.Patience, "nginx answers");
    }

    /// <summary>Sends nothing new to these ports; what runs there goes on. As a Service in Kubernetes does with a pod that is not ready.</summary>
    public async Task LookAwayFromAsync(IReadOnlySet<int> ports)
    {
        await ConfigureAsync(ports);
        await Signals.ReloadAsync(_process!.Id);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private Task ConfigureAsync(IReadOnlySet<int> down)
    {
        var servers = string.Join('\n', _ports.Select(port => string.Create(
            CultureInfo.InvariantCulture, $"            server 127.0.0.1:{port} max_fails=0{(down.Contains(port) ? " down" : "")};")));
        return File.WriteAllTextAsync(Configuration, string.Create(CultureInfo.InvariantCulture, $$"""
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            daemon off;
            worker_processes 1;
            pid {{_folder}}/nginx.pid;
            events { worker_connections 2048; }
            http {
                access_log off;
                client_max_body_size 0;
                large_client_header_buffers 8 64k;
                client_body_temp_path {{_folder}}/body;
                proxy_temp_path {{_folder}}/proxy;
                fastcgi_temp_path {{_folder}}/fastcgi;
                uwsgi_temp_path {{_folder}}/uwsgi;
                scgi_temp_path {{_folder}}/scgi;
                upstream control_plane {
            {{servers}}
                    keepalive 32;
                }
                server {
                    listen 127.0.0.1:{{_port}};
                    location / {
                        proxy_pass http://control_plane;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_set_header Host $http_host;
                        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                        proxy_set_header X-Forwarded-Proto $scheme;
                        proxy_request_buffering off;
                        proxy_buffering off;
                        proxy_connect_timeout 2s;
                        proxy_read_timeout 1h;
                        proxy_send_timeout 1h;
                        proxy_next_upstream error timeout http_503;
                    }
                }
            }
            """));
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process is not { HasExited: false })
        {
            throw new InvalidOperationException($"nginx did not start:\n{string.Join('\n', _output)}");
        }

        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
