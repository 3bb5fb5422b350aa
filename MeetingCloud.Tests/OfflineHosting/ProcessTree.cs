using System.Globalization;

namespace MeetingCloud.Tests.OfflineHosting;

/// <summary>Processes of this machine, by /proc.</summary>
internal static class ProcessTree
{
    /// <summary>A process and all that it has started, directly or not.</summary>
    public static List<int> Of(int root)
    {
        var parents = Directory.EnumerateDirectories("/proc")
            .Select(static folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(static id => id > 0)
            .Select(static id => (Id: id, Parent: Stat(id) is { } stat ? int.Parse(stat[1], CultureInfo.InvariantCulture) : -1))
            .ToLookup(static process => process.Parent, static process => process.Id);
        var tree = new List<int> { root };
        for (var i = 0; i < tree.Count; i++)
        {
            tree.AddRange(parents[tree[i]]);
        }

        return tree;
    }

    /// <summary>Whether it runs: one that has ended and that nobody has asked about yet does not.</summary>
    public static bool IsRunning(int id) => Stat(id) is { } stat && stat[0] is not ("Z" or "X");

    /// <summary>Whether it runs this assembly, by its command line.</summary>
    public static bool Runs(int id, string assembly) =>
        File.ReadAllText($"/proc/{id}/cmdline").Contains($"{assembly}.dll", StringComparison.Ordinal);

    /// <summary>State, parent and so on: what follows the name, which may have spaces in it.</summary>
    private static string[]? Stat(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
