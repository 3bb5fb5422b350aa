using System.Globalization;
using MeetingCloud.Tests.Support.Programs;

namespace MeetingCloud.Tests.Support.WebDavServers;

/// <summary>nginx with its own dav module and dav-ext for PROPFIND.</summary>
public sealed class NginxWebDav() : WebDavProgram("nginx")
{
    private static readonly string[] s_modules =
        ["/usr/lib/nginx/modules/ngx_http_dav_ext_module.so", "/usr/lib64/nginx/modules/ngx_http_dav_ext_module.so"];

    public static bool IsInstalled => InstalledProgram.Find("nginx") is not null && Module is not null;

    private static string? Module => s_modules.FirstOrDefault(File.Exists);

    protected override IReadOnlyList<string> Arguments()
    {
        var configuration = Path.Combine(Folder, "nginx.conf");
        File.WriteAllText(Path.Combine(Folder, "users"), PasswordLine + "\n");
        File.WriteAllText(configuration, string.Create(CultureInfo.InvariantCulture, $$"""
            load_module {{Module}};
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            daemon off;
            worker_processes 1;
            pid {{Folder}}/nginx.pid;
            events { worker_connections 512; }
            http {
                access_log off;
                client_max_body_size 0;
                client_body_temp_path {{Folder}}/body;
                proxy_temp_path {{Folder}}/proxy;
                fastcgi_temp_path {{Folder}}/fastcgi;
                uwsgi_temp_path {{Folder}}/uwsgi;
                scgi_temp_path {{Folder}}/scgi;
                server {
                    listen 127.0.0.1:{{Port}};
                    root {{RootPath}};
                    auth_basic files;
                    auth_basic_user_file {{Folder}}/users;
                    dav_methods PUT DELETE MKCOL COPY MOVE;
                    dav_ext_methods PROPFIND OPTIONS;
                }
            }
            """));
        return ["-p", Folder, "-c", configuration, "-e", "stderr"];
    }
}
