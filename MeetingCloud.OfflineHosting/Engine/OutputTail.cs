namespace MeetingCloud.OfflineHosting.Engine;

/// <summary>The last lines a resource wrote.</summary>
internal sealed class OutputTail
{
    private const int Capacity = 15;

    private readonly Queue<string> _lines = new(Capacity);

    public void Add(string line)
    {
        lock (_lines)
        {
            if (_lines.Count == Capacity)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line);
        }
    }

    /// <summary>The lines, indented, under a heading; nothing where there are none.</summary>
    public string Describe()
    {
        lock (_lines)
        {
            return _lines.Count == 0 ? "" : " Its last lines:\n" + string.Join('\n', _lines.Select(static line => "    " + line));
        }
    }
}
