namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something whose value is known only when the app runs.</summary>
public interface IValueProvider
{
    /// <summary>Works the value out.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The value.</returns>
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}

/// <summary>Something that a manifest can name.</summary>
public interface IManifestExpressionProvider
{
    /// <summary>The name in a manifest, in braces.</summary>
    string ValueExpression { get; }
}
