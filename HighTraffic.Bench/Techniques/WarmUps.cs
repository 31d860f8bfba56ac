using HighTraffic.Bench.Commands;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Techniques;

/// <summary>How long a variant runs before it is measured. A system that has already done the same work needs no second warm-up.</summary>
internal sealed class WarmUps(BenchOptions options)
{
    private readonly HashSet<(SystemSettings System, string Path)> _warm = [];

    /// <summary>The warm-up that a variant needs, which then counts as done. Replicas share the load, so with more of them it takes longer.</summary>
    public TimeSpan For(Variant variant) =>
        variant is HttpVariant { NeedsWarmUp: true } http && _warm.Add((http.Settings, http.Request.Path)) ? http.Settings.Replicas * options.WarmUp : options.Settling;
}
