using System.Diagnostics;
using System.Globalization;
using System.Text;
using MeetingCloud.Api.Data;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Api.Data;

/// <summary>What the control plane writes when it cannot reach its database.</summary>
public sealed class DatabasePasswordTests
{
    private const string Password = "pa55word-of-the-database";

    [Fact]
    public async Task Password_IsInNoLine_WhenTheServerIsOutOfReach()
    {
        var written = await RunAsync(
            string.Create(CultureInfo.InvariantCulture, $"postgresql://ann:{Password}@127.0.0.1:{Ports.Next()}/meetings"), "Waiting for the database");

        Assert.DoesNotContain(Password, written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_IsInNoLine_WhenTheAddressIsWrong()
    {
        var written = await RunAsync($"postgresql://ann:{Password}@127.0.0.1/meetings?ssl={Password}", "DATABASE_URL: has the parameter 'ssl'");

        Assert.DoesNotContain(Password, written, StringComparison.Ordinal);
    }

    /// <summary>Runs the program, with everything logged, until it has written something.</summary>
    private static async Task<string> RunAsync(string url, string until)
    {
        var folder = Directory.CreateTempSubdirectory("mc-password-");
        try
        {
            var start = new ProcessStartInfo("dotnet", ["exec", typeof(DatabaseUrl).Assembly.Location])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder.FullName,
            };
            foreach (var (name, value) in new (string, string)[]
            {
                ("DATABASE_URL", url), ("HOST", "127.0.0.1"), ("PORT", "0"), ("API_KEY", TestCluster.NodeKey), ("ADMIN_API_KEY", TestCluster.AdminKey),
                ("ConnectionStrings__redis", "127.0.0.1:1"), ("Logging__LogLevel__Default", "Trace"),
                ("Logging__LogLevel__Microsoft.EntityFrameworkCore.Database.Command", "Trace"),
            })
            {
                start.Environment[name] = value;
            }

            var written = new StringBuilder();
            using var process = Process.Start(start)!;
            DataReceivedEventHandler add = (_, line) =>
            {
                lock (written)
                {
                    written.AppendLine(line.Data);
                }
            };
            process.OutputDataReceived += add;
            process.ErrorDataReceived += add;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            try
            {
                // A whole program starts, while others may keep the machine busy.
                await Eventually.BecomesTrueAsync(HasWrittenAsync, 3 * TestCluster.Patience, $"it writes '{until}'");
            }
            finally
            {
                process.Kill();
                await process.WaitForExitAsync();
            }

            return Text();

            async Task<bool> HasWrittenAsync()
            {
                if (process.HasExited)
                {
                    // With the last of what it wrote.
                    await process.WaitForExitAsync();
                    Assert.Contains(until, Text(), StringComparison.Ordinal);
                }

                return Text().Contains(until, StringComparison.Ordinal);
            }

            string Text()
            {
                lock (written)
                {
                    return written.ToString();
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
