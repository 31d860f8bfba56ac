using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A text with holes that endpoints, parameters and connection strings fill when the app runs.</summary>
public sealed class ReferenceExpression : IValueProvider, IManifestExpressionProvider
{
    private ReferenceExpression(string format, IValueProvider[] valueProviders, string[] manifestExpressions)
    {
        Format = format;
        ValueProviders = valueProviders;
        ManifestExpressions = manifestExpressions;
    }

    /// <summary>The text, a composite format string.</summary>
    public string Format { get; }

    /// <summary>What fills the holes.</summary>
    public IReadOnlyList<IValueProvider> ValueProviders { get; }

    /// <summary>What a manifest calls the fillings.</summary>
    public IReadOnlyList<string> ManifestExpressions { get; }

    /// <inheritdoc/>
    public string ValueExpression => string.Format(CultureInfo.InvariantCulture, Format, [.. ManifestExpressions]);

    /// <summary>Makes an expression of an interpolated string.</summary>
    /// <param name="handler">What the compiler makes of the string.</param>
    /// <returns>The expression.</returns>
    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.Build();

    /// <inheritdoc/>
    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var values = new object?[ValueProviders.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = await ValueProviders[i].GetValueAsync(cancellationToken);
        }

        return string.Format(CultureInfo.InvariantCulture, Format, values);
    }

    /// <summary>Collects the pieces of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly struct ExpressionInterpolatedStringHandler
    {
        private readonly StringBuilder _format;
        private readonly List<IValueProvider> _valueProviders;
        private readonly List<string> _manifestExpressions;

        /// <summary>Called by the compiler.</summary>
        /// <param name="literalLength">The length of the literal text.</param>
        /// <param name="formattedCount">The number of holes.</param>
        public ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
        {
            _format = new StringBuilder(literalLength + (3 * formattedCount));
            _valueProviders = new List<IValueProvider>(formattedCount);
            _manifestExpressions = new List<string>(formattedCount);
        }

        /// <summary>Adds literal text.</summary>
        /// <param name="value">The text.</param>
        public void AppendLiteral(string value) => _format.Append(Escape(value));

        /// <summary>Adds a text known now.</summary>
        /// <param name="value">The text.</param>
        public void AppendFormatted(string? value) => _format.Append(Escape(value ?? ""));

        /// <summary>Adds a value known later.</summary>
        /// <typeparam name="T">The type of its provider.</typeparam>
        /// <param name="valueProvider">Its provider.</param>
        public void AppendFormatted<T>(T valueProvider) where T : IValueProvider, IManifestExpressionProvider =>
            Append(valueProvider, valueProvider.ValueExpression);

        /// <summary>Adds a value known later, in a form of its own.</summary>
        /// <typeparam name="T">The type of its provider.</typeparam>
        /// <param name="valueProvider">Its provider.</param>
        /// <param name="format"><c>uri</c> escapes the value for a part of a URI.</param>
        /// <exception cref="FormatException">There is no such format.</exception>
        public void AppendFormatted<T>(T valueProvider, string? format) where T : IValueProvider, IManifestExpressionProvider => Append(
            format == "uri" ? new UriPart(valueProvider) : throw new FormatException($"There is no format '{format}' for a value; known is uri."),
            valueProvider.ValueExpression);

        /// <summary>Adds the value of a resource, its connection string for example.</summary>
        /// <typeparam name="T">The type of the resource.</typeparam>
        /// <param name="valueProvider">The resource.</param>
        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider) where T : IResource, IValueProvider, IManifestExpressionProvider =>
            AppendFormatted(valueProvider.Resource);

        internal ReferenceExpression Build() => new(_format.ToString(), [.. _valueProviders], [.. _manifestExpressions]);

        internal void Append(ReferenceExpression expression)
        {
            foreach (var (piece, hole) in Pieces(expression.Format))
            {
                _format.Append(piece);
                if (hole >= 0)
                {
                    _format.Append(CultureInfo.InvariantCulture, $"{{{_valueProviders.Count}}}");
                    _valueProviders.Add(expression.ValueProviders[hole]);
                    _manifestExpressions.Add(expression.ManifestExpressions[hole]);
                }
            }
        }

        private void Append(IValueProvider valueProvider, string manifestExpression)
        {
            _format.Append(CultureInfo.InvariantCulture, $"{{{_valueProviders.Count}}}");
            _valueProviders.Add(valueProvider);
            _manifestExpressions.Add(manifestExpression);
        }

        private static string Escape(string value) => value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

        private static IEnumerable<(string Piece, int Hole)> Pieces(string format)
        {
            var start = 0;
            for (var i = 0; i < format.Length; i++)
            {
                if (format[i] == '{' && format[i + 1] != '{')
                {
                    var end = format.IndexOf('}', i);
                    yield return (format[start..i], int.Parse(format.AsSpan(i + 1, end - i - 1), CultureInfo.InvariantCulture));
                    start = end + 1;
                    i = end;
                }
                else if (format[i] is '{' or '}')
                {
                    i++;
                }
            }

            yield return (format[start..], -1);
        }
    }

    private sealed class UriPart(IValueProvider value) : IValueProvider
    {
        public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
            Uri.EscapeDataString(await value.GetValueAsync(cancellationToken) ?? "");
    }
}
