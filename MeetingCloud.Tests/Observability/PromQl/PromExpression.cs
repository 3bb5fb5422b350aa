namespace MeetingCloud.Tests.Observability.PromQl;

/// <summary>What an expression of PromQL names. It is promtool that says whether it is one.</summary>
internal sealed class PromExpression
{
    private static readonly HashSet<string> s_lists = ["by", "without", "on", "ignoring", "group_left", "group_right"];
    private static readonly HashSet<string> s_operators = ["and", "or", "unless", "bool", "offset"];

    private readonly string _text;
    private readonly List<PromSelector> _selectors = [];
    private readonly HashSet<string> _labels = new(StringComparer.Ordinal);
    private int _at;

    private PromExpression(string text) => _text = text;

    public IReadOnlyList<PromSelector> Selectors => _selectors;

    /// <summary>Labels that it groups or joins by.</summary>
    public IReadOnlySet<string> Labels => _labels;

    public static PromExpression Read(string text)
    {
        var expression = new PromExpression(text);
        expression.Read();
        return expression;
    }

    private void Read()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == '[')
            {
                _at = _text.IndexOf(']', _at) + 1;
            }
            else if (c == '"')
            {
                ReadString();
            }
            else if (char.IsAsciiDigit(c))
            {
                ReadWhile(x => char.IsAsciiLetterOrDigit(x) || x == '.');
            }
            else if (char.IsAsciiLetter(c) || c == '_')
            {
                ReadWord(ReadWhile(IsWord));
            }
            else
            {
                _at++;
            }
        }
    }

    private void ReadWord(string word)
    {
        SkipSpace();
        var next = _at < _text.Length ? _text[_at] : '\0';
        if (s_lists.Contains(word))
        {
            var end = _text.IndexOf(')', _at);
            _labels.UnionWith(_text[(_at + 1)..end].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            _at = end + 1;
        }
        else if (next == '{')
        {
            _selectors.Add(new PromSelector(word, ReadMatchers()));
        }
        else if (next != '(' && !s_operators.Contains(word) && !IsAggregation(word))
        {
            _selectors.Add(new PromSelector(word, []));
        }
    }

    // sum by (…) (…): the word before a list.
    private static bool IsAggregation(string word) => word is "sum" or "min" or "max" or "count" or "avg" or "topk" or "group";

    private List<PromMatcher> ReadMatchers()
    {
        var matchers = new List<PromMatcher>();
        _at++;
        while (_text[_at] != '}')
        {
            var label = ReadWhile(IsWord);
            var comparison = ReadWhile(c => c is '=' or '!' or '~');
            matchers.Add(new PromMatcher(label, comparison, ReadString()));
            _at += _text[_at] == ',' ? 1 : 0;
            SkipSpace();
        }

        _at++;
        return matchers;
    }

    private string ReadString()
    {
        var start = ++_at;
        while (_text[_at] != '"')
        {
            _at += _text[_at] == '\\' ? 2 : 1;
        }

        return _text[start.._at++];
    }

    private string ReadWhile(Func<char, bool> condition)
    {
        var start = _at;
        while (_at < _text.Length && condition(_text[_at]))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private void SkipSpace() => ReadWhile(char.IsWhiteSpace);

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or ':';
}
