using HighTraffic.Bench.Commands;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Techniques;

/// <summary>How long a variant runs before it is measured. What a system has done before it need not be warmed up for again.</summary>
internal sealed class WarmUps(BenchOptions options)
{
    private readonly HashSet<(SystemSettings System, string Path)> _warm = [];

    /// <summary>The warm-up that a variant needs, which is taken to be done then. Replicas share the load, so each gets its part of it later.</summary>
    public TimeSpan For(Variant variant) =>
        variant is HttpVariant { NeedsWarmUp: true } http && _warm.Add((http.Settings, http.Request.Path)) ? http.Settings.Replicas * options.WarmUp : options.Settling;
}
