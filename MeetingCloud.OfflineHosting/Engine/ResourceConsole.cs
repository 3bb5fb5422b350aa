using System.Globalization;

namespace MeetingCloud.OfflineHosting.Engine;

/// <summary>Writes what resources and the engine say, one line at a time, each with the name of who says it.</summary>
internal sealed class ResourceConsole(TextWriter writer, bool coloured, bool showOutput)
{
    private static readonly int[] Colours = [36, 32, 33, 35, 34, 96, 92, 93, 95, 94];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _colours = new(StringComparer.Ordinal);
    private int _width = "apphost".Length;

    public static ResourceConsole OfThisProcess() => new(
        Console.Out,
        coloured: !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        showOutput: true);

    /// <summary>Only what went wrong: a test's output is no place for the rest.</summary>
    public static ResourceConsole ForTests() => new(Console.Out, coloured: false, showOutput: false);

    /// <summary>Makes room for the names that will come, and gives each its colour.</summary>
    public void Expect(IEnumerable<string> names)
    {
        lock (_lock)
        {
            foreach (var name in names)
            {
                _colours.TryAdd(name, Colours[_colours.Count % Colours.Length]);
                _width = Math.Max(_width, name.Length);
            }
        }
    }

    /// <summary>A line that a resource wrote.</summary>
    public void Output(string name, string line)
    {
        if (showOutput)
        {
            Write(name, line, _colours.GetValueOrDefault(name, 37));
        }
    }

    /// <summary>Something the engine did.</summary>
    public void Say(string text)
    {
        if (showOutput)
        {
            Write("apphost", text, 37);
        }
    }

    /// <summary>Something that went wrong.</summary>
    public void Warn(string text) => Write("apphost", text, 91);

    private void Write(string name, string text, int colour)
    {
        lock (_lock)
        {
            foreach (var line in text.Split('\n'))
            {
                var prefix = name.PadRight(_width);
                writer.WriteLine(coloured
                    ? string.Create(CultureInfo.InvariantCulture, $"\e[{colour}m{prefix} |\e[0m {line}")
                    : $"{prefix} | {line}");
            }
        }
    }
}
