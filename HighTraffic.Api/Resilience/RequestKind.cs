namespace HighTraffic.Api.Resilience;

/// <summary>What a request takes from the database.</summary>
internal enum RequestKind
{
    /// <summary>A connection of its own.</summary>
    Default,

    /// <summary>A connection of its own, for as long as hundreds of other reads.</summary>
    Search,

    /// <summary>A row in a statement that it shares with other requests.</summary>
    Batched,
}
