namespace HighTraffic.AppHost;

/// <summary>What the states of Aspire's resources mean.</summary>
internal static class ResourceStates
{
    /// <summary>Whether a resource in this state has ended, in whatever way.</summary>
    public static bool HasEnded(string? state) => state is not null && KnownResourceStates.TerminalStates.Contains(state);
}
