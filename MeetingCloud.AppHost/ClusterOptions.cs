using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MeetingCloud.AppHost;

/// <summary>What the command line says.</summary>
/// <param name="Nodes">How many edge nodes to start.</param>
/// <param name="WebDavServers">How many WebDAV servers to start as the origin pool; 0: the control plane's own disk is the origin.</param>
/// <param name="Data">Full path of the folder for all that a run keeps.</param>
internal sealed record ClusterOptions(int Nodes, int WebDavServers, string Data)
{
    /// <summary>The exit code for a wrong command line: <c>EX_USAGE</c> of sysexits.h.</summary>
    public const int UsageError = 64;

    private const int DefaultNodes = 3;

    /// <summary>Nodes listen on 8001 and up, the web on 8080.</summary>
    private const int MaximumNodes = 79;

    /// <summary>Of a run, which shows an origin pool at work. Who publishes has a pool elsewhere, or none, and gets servers by asking for them.</summary>
    private const int DefaultWebDavServers = 3;

    /// <summary>They listen on 8101 and up; a pool of one machine's processes gains nothing from more.</summary>
    private const int MaximumWebDavServers = 20;

    private const string Usage = "Usage: dotnet run --project MeetingCloud.AppHost [-- --nodes <1-79>] [--webdav-servers <0-20>] [--data <folder>]";

    /// <summary>
    /// Reads <c>--nodes</c>, <c>--webdav-servers</c> and <c>--data</c>. Options with a colon are configuration (<c>--Parameters:api-key</c>), and
    /// when the application is published the rest of the line is the publisher's.
    /// </summary>
    public static bool TryParse(
        string[] args,
        IDistributedApplicationBuilder builder,
        [NotNullWhen(true)] out ClusterOptions? options,
        [NotNullWhen(false)] out string? problem) =>
        TryParse(args, builder.AppHostDirectory, isRun: builder.ExecutionContext.IsRunMode, out options, out problem);

    internal static bool TryParse(
        string[] args,
        string appHostDirectory,
        bool isRun,
        [NotNullWhen(true)] out ClusterOptions? options,
        [NotNullWhen(false)] out string? problem)
    {
        options = null;
        var nodes = DefaultNodes;
        var webDavServers = isRun ? DefaultWebDavServers : 0;
        var data = Path.Combine(appHostDirectory, "..", "data");
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var before, var after] ? (before, after) : (args[i], null);
            if (name is not ("--nodes" or "--webdav-servers" or "--data"))
            {
                if (isRun && !name.Contains(':', StringComparison.Ordinal))
                {
                    problem = $"Unknown argument '{args[i]}'. {Usage}";
                    return false;
                }

                // A configuration key takes its value along.
                i += value is null && i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? 1 : 0;
                continue;
            }

            value ??= i + 1 < args.Length ? args[++i] : "";
            if (value.Length == 0)
            {
                problem = $"{name} needs a value. {Usage}";
                return false;
            }

            problem = null;
            switch (name)
            {
                case "--data":
                    data = value;
                    break;

                case "--nodes":
                    problem = ReadNumber(name, value, 1, MaximumNodes, ref nodes);
                    break;

                default:
                    problem = ReadNumber(name, value, 0, MaximumWebDavServers, ref webDavServers);
                    break;
            }

            if (problem is not null)
            {
                return false;
            }
        }

        options = new ClusterOptions(nodes, webDavServers, Path.GetFullPath(data));
        problem = null;
        return true;
    }

    /// <returns>What is wrong with the value, or null.</returns>
    private static string? ReadNumber(string name, string value, int minimum, int maximum, ref int number)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read >= minimum && read <= maximum)
        {
            number = read;
            return null;
        }

        return $"{name} must be a number from {minimum} to {maximum}, not '{value}'. {Usage}";
    }
}
