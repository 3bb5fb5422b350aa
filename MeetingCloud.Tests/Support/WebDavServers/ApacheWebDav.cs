using System.Globalization;
using MeetingCloud.Tests.Support.Programs;

namespace MeetingCloud.Tests.Support.WebDavServers;

/// <summary>Apache with mod_dav, in a server root of its own.</summary>
public sealed class ApacheWebDav() : WebDavProgram("apache2")
{
    private static readonly string[] s_moduleFolders = ["/usr/lib/apache2/modules", "/usr/lib64/apache2/modules"];

    public static bool IsInstalled => InstalledProgram.Find("apache2") is not null && Modules is not null;

    private static string? Modules => s_moduleFolders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "mod_dav_fs.so")));

    protected override IReadOnlyList<string> Arguments()
    {
        var locks = Directory.CreateDirectory(Path.Combine(Folder, "locks")).FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(locks, File.GetUnixFileMode(RootPath));
        }

        var configuration = Path.Combine(Folder, "apache.conf");
        File.WriteAllText(Path.Combine(Folder, "users"), PasswordLine + "\n");
        File.WriteAllText(configuration, string.Create(CultureInfo.InvariantCulture, $"""
            ServerRoot {Folder}
            ServerName 127.0.0.1
            Listen 127.0.0.1:{Port}
            PidFile {Folder}/apache.pid
            ErrorLog /dev/stderr
            LoadModule mpm_event_module {Modules}/mod_mpm_event.so
            LoadModule authn_core_module {Modules}/mod_authn_core.so
            LoadModule authn_file_module {Modules}/mod_authn_file.so
            LoadModule authz_core_module {Modules}/mod_authz_core.so
            LoadModule authz_user_module {Modules}/mod_authz_user.so
            LoadModule auth_basic_module {Modules}/mod_auth_basic.so
            LoadModule dav_module {Modules}/mod_dav.so
            LoadModule dav_fs_module {Modules}/mod_dav_fs.so
            {(Environment.IsPrivilegedProcess ? $"User {ServiceUser}" : "")}
            StartServers 1
            MaxKeepAliveRequests 0
            DocumentRoot {RootPath}
            DavLockDB {locks}/locks
            <Directory {RootPath}>
                Dav On
                AuthType Basic
                AuthName files
                AuthUserFile {Folder}/users
                Require valid-user
            </Directory>
            """));
        return ["-DFOREGROUND", "-f", configuration];
    }
}
