namespace MeetingCloud.Tests.Support.WebDavServers;

/// <summary>A real WebDAV server on loopback, of the test's own, with one account and an empty folder.</summary>
public abstract class WebDavServer : IAsyncDisposable
{
    /// <summary>Neither is ASCII, and the password holds what separates the two: the client must get that right.</summary>
    public const string User = "verwältung";

    public const string Secret = "pä ss:wörd";

    /// <summary>The same as a line of a password file that Apache and nginx read.</summary>
    protected const string PasswordLine = User + ":{SHA}fG6JOT+U4BWCxHUIDugxX5F9oIE=";

    protected WebDavServer()
    {
        Folder = Directory.CreateTempSubdirectory("mc-dav-").FullName;
        RootPath = Directory.CreateDirectory(Path.Combine(Folder, "root")).FullName;
        Port = Ports.Next();
    }

    public Uri Url => new(FormattableString.Invariant($"http://127.0.0.1:{Port}/"));

    public string UserName { get; } = User;

    public string Password { get; } = Secret;

    /// <summary>Where the server keeps its files.</summary>
    public string RootPath { get; }

    /// <summary>For its configuration and what it writes; holds <see cref="RootPath"/>.</summary>
    protected string Folder { get; }

    protected int Port { get; }

    /// <summary>Starts it; again after <see cref="StopAsync"/>, on the same port and with the same files.</summary>
    public abstract Task StartAsync();

    /// <summary>Ends it at once, as a crash would.</summary>
    public abstract Task StopAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
