namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that comes from outside the app model: configuration, a secret, or a generated default.</summary>
/// <param name="name">The name; its value is configured as <c>Parameters:name</c>.</param>
/// <param name="callback">Finds the value.</param>
/// <param name="secret">Whether it must not be shown.</param>
public class ParameterResource(string name, Func<ParameterDefault?, string> callback, bool secret = false)
    : Resource(name), IValueProvider, IManifestExpressionProvider
{
    private string? _value;

    /// <summary>Whether the value must not be shown.</summary>
    public bool Secret { get; } = secret;

    /// <summary>What makes the value when nothing is configured.</summary>
    public ParameterDefault? Default { get; set; }

    /// <inheritdoc/>
    public string ValueExpression => $"{{{Name}.value}}";

    /// <inheritdoc/>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<string?>(_value ??= callback(Default));
}

/// <summary>Makes the value of a parameter for which nothing is configured.</summary>
public abstract class ParameterDefault
{
    /// <summary>Makes the value.</summary>
    /// <returns>The value.</returns>
    public abstract string GetDefaultValue();
}
