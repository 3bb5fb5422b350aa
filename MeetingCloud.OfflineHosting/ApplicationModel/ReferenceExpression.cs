using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Text with values in it that are known once the application starts.</summary>
public class ReferenceExpression : IExpressionValue
{
    private readonly IReadOnlyList<(IValueProvider Provider, string Expression)> _values;

    private ReferenceExpression(string format, IReadOnlyList<(IValueProvider Provider, string Expression)> values)
    {
        Format = format;
        _values = values;
    }

    /// <summary>A composite format string: <c>{0}</c> stands for the first value.</summary>
    public string Format { get; }

    public string ValueExpression =>
        string.Format(CultureInfo.InvariantCulture, Format, [.. _values.Select(static value => value.Expression)]);

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.ToExpression();

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var values = new object?[_values.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = await _values[i].Provider.GetValueAsync(cancellationToken);
        }

        return string.Format(CultureInfo.InvariantCulture, Format, values);
    }

    /// <summary>Gathers an interpolated string without evaluating it.</summary>
    [InterpolatedStringHandler]
    public ref struct ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _format = new(literalLength + (formattedCount * 3));
        private readonly List<(IValueProvider Provider, string Expression)> _values = new(formattedCount);

        public readonly void AppendLiteral(string value) =>
            _format.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

        public readonly void AppendFormatted(string? value) => AppendLiteral(value ?? "");

        public void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider
        {
            _format.Append(CultureInfo.InvariantCulture, $"{{{_values.Count}}}");
            _values.Add((valueProvider, valueProvider.ValueExpression));
        }

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider.Resource);

        internal readonly ReferenceExpression ToExpression() => new(_format.ToString(), _values);
    }
}
