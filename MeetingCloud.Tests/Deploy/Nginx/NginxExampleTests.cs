using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MeetingCloud.Tests.AppHost;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Programs;

namespace MeetingCloud.Tests.Deploy.Nginx;

/// <summary>The example of a reverse proxy is one that nginx takes, and passes what the services need.</summary>
public sealed class NginxExampleTests
{
    private static readonly string s_example = Repository.Read("deploy", "nginx", "meetingcloud.conf");

    private static string[] Servers => s_example.Split("\nserver {")[1..];

    [ProgramFact("nginx")]
    public async Task Example_IsTakenByNginx()
    {
        using var folder = new TemporaryFolder();
        await WriteCertificateAsync(folder.Path);
        var example = s_example
            .Replace("/etc/ssl/meetingcloud/", folder.Path + "/", StringComparison.Ordinal)
            .Replace("/var/log/nginx/", folder.Path + "/", StringComparison.Ordinal);
        var file = Path.Combine(folder.Path, "nginx.conf");
        await File.WriteAllTextAsync(file, $"pid {folder.Path}/nginx.pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{example}\n}}\n");

        var (exitCode, output) = await InstalledProgram.RunAsync("nginx", folder.Path, "", "-t", "-q", "-p", folder.Path, "-c", file);

        Assert.True(exitCode == 0 && !output.Contains("[warn]", StringComparison.Ordinal), output);
    }

    [Theory]
    [InlineData("proxy_pass http://api;", "client_max_body_size 0;", "proxy_request_buffering off;", "proxy_buffering off;", "X-Forwarded-For $remote_addr;", "X-Forwarded-Proto $scheme;")]
    [InlineData("proxy_pass http://web;", "client_max_body_size 0;", "proxy_request_buffering off;", "Upgrade $http_upgrade;", "Connection $connection_upgrade;", "Host $host;", "X-Forwarded-Proto $scheme;")]
    [InlineData("proxy_pass http://node-1;", "proxy_buffering off;", "proxy_max_temp_file_size 0;")]
    public void Server_HasWhatItsServiceNeeds(string upstream, params string[] directives)
    {
        var server = Servers.Single(part => part.Contains(upstream, StringComparison.Ordinal));

        Assert.All(directives, directive => Assert.Contains(directive, server, StringComparison.Ordinal));
    }

    [Fact]
    public void Log_HoldsNoQueryString()
    {
        var format = Assert.Single(s_example.Split('\n'), static line => line.StartsWith("log_format ", StringComparison.Ordinal));
        Assert.DoesNotContain("$request_uri", format, StringComparison.Ordinal);
        Assert.DoesNotContain("$args", format, StringComparison.Ordinal);
        Assert.DoesNotContain("$request\"", format, StringComparison.Ordinal);
        // Without a line of its own a server has nginx's, which writes all.
        Assert.All(Servers, static server => Assert.EndsWith(
            " meetingcloud;", Assert.Single(server.Split('\n'), static line => line.Contains("access_log", StringComparison.Ordinal)), StringComparison.Ordinal));
    }

    [Fact]
    public void EveryServer_IsReachedInCipherAlone()
    {
        Assert.Contains(
            "return 308 https://$host$request_uri;",
            Assert.Single(Servers, static server => server.Contains("listen 80;", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.All(
            Servers.Where(static server => server.Contains("listen 443 ssl;", StringComparison.Ordinal)),
            static server => Assert.Contains("add_header Strict-Transport-Security \"max-age=31536000\" always;", server, StringComparison.Ordinal));
    }

    [Fact]
    public void ErrorLog_IsEachServersOwn_ForItHasNoFormat() => Assert.Equal(
        Servers.Length, Servers.Select(static server => Assert.Single(server.Split('\n'), static line => line.Contains("error_log ", StringComparison.Ordinal))).Distinct(StringComparer.Ordinal).Count());

    private static async Task WriteCertificateAsync(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=meetings.example.org", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        await File.WriteAllTextAsync(Path.Combine(folder, "fullchain.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder, "privkey.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}
