using System.Diagnostics;
using System.Globalization;
using MeetingCloud.Tests.Support.Programs;
using Npgsql;

namespace MeetingCloud.Tests.Support.Databases;

/// <summary>
/// A real PostgreSQL on loopback, of the tests' own, from Debian's package. It trusts everybody, cares for no power cut, and sorts texts by a
/// language unless it is told otherwise. It can be stopped and started again on its port.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The program that tests which need this server name.</summary>
    public const string Program = "initdb";

    private const string User = "meetingcloud";

    // Debian's package makes this user; PostgreSQL refuses to run as root.
    private const string SystemUser = "postgres";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mc-pg-");
    private readonly int _port = Ports.Next();
    private Process? _process;

    private PostgresServer()
    {
    }

    public static async Task<PostgresServer> StartNewAsync()
    {
        var server = new PostgresServer();
        try
        {
            await server.CreateAsync();
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>Address of one of its databases, as <c>DATABASE_URL</c> has it.</summary>
    public string UrlOf(string database) => string.Create(CultureInfo.InvariantCulture, $"postgresql://{User}@127.0.0.1:{_port}/{database}");

    public async Task StartAsync()
    {
        var port = _port.ToString(CultureInfo.InvariantCulture);
        // Commits go to the system before they are acknowledged, though not to the disk: they outlive the server, not the machine.
        var start = AsUser(
            "postgres",
            "-D", Data, "-p", port, "-k", _folder.FullName, "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=300", "-c", "fsync=off",
            "-c", "full_page_writes=off", "-c", "shared_buffers=32MB", "-c", "log_min_messages=fatal");
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.BecomesTrueAsync(AnswersAsync, s_patience, "PostgreSQL answers");
    }

    /// <summary>As a machine that fails: every connection is cut, nothing is tidied up.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            // Not SIGKILL, which would leave its shared memory behind.
            await InstalledProgram.RunAsync("kill", _folder.FullName, "", "-QUIT", process.Id.ToString(CultureInfo.InvariantCulture));
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private async Task CreateAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync(new ProcessStartInfo(InstalledProgram.Find("chown")!, [SystemUser, _folder.FullName]));
        }

        // Another order than that of the bytes, so that whatever relies on the database's own is found out.
        await RunAsync(AsUser(
            "initdb", "-D", Data, "-U", User, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US", "--no-sync"));
    }

    private ProcessStartInfo AsUser(string program, params string[] arguments)
    {
        var path = InstalledProgram.Find(program)!;
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo(InstalledProgram.Find("setpriv")!, [$"--reuid={SystemUser}", $"--regid={SystemUser}", "--init-groups", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.WorkingDirectory = _folder.FullName;
        start.Environment["LC_ALL"] = "C.UTF-8";
        return start;
    }

    private static async Task RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, string.Concat(output));
    }

    private async Task<bool> AnswersAsync()
    {
        Assert.False(_process!.HasExited, "PostgreSQL did not start.");
        try
        {
            await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={_port};Username={User};Database=postgres;Pooling=false;Timeout=2");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
