namespace Aspire.Hosting.ApplicationModel;

/// <summary>Builds a <see cref="ReferenceExpression"/> piece by piece, where the number of pieces is known only at run time.</summary>
public sealed class ReferenceExpressionBuilder
{
    private readonly ReferenceExpression.ExpressionInterpolatedStringHandler _handler = new(0, 0);

    /// <summary>Whether nothing was added yet.</summary>
    public bool IsEmpty => Build().Format.Length == 0;

    /// <summary>Adds literal text.</summary>
    /// <param name="value">The text.</param>
    public void AppendLiteral(string value) => _handler.AppendLiteral(value);

    /// <summary>Adds an interpolated string.</summary>
    /// <param name="handler">What the compiler makes of the string.</param>
    public void Append(in ReferenceExpression.ExpressionInterpolatedStringHandler handler) =>
        _handler.Append(handler.Build());

    /// <summary>Makes the expression.</summary>
    /// <returns>The expression.</returns>
    public ReferenceExpression Build() => _handler.Build();
}
