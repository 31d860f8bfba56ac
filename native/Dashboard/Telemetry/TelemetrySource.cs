namespace HighTraffic.Native.Dashboard.Telemetry;

/// <summary>The process that telemetry came from, an OTLP resource.</summary>
/// <param name="Service">Its <c>service.name</c>.</param>
/// <param name="Instance">Its <c>service.instance.id</c>, or an empty text.</param>
public sealed record TelemetrySource(string Service, string Instance)
{
    /// <summary>How it is called on the pages: by the number of the replica too, if it has one.</summary>
    public string Name { get; } = Instance.Length > 0 && Instance.All(char.IsAsciiDigit) ? $"{Service}-{Instance}" : Service;

    /// <summary>The rest of what the process says about itself.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(TelemetrySource? other) => other is not null && Service == other.Service && Instance == other.Instance;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Service, Instance);
}
