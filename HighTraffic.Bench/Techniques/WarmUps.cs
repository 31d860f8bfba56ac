using HighTraffic.Bench.Commands;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Techniques;

/// <summary>How long a variant runs before it is measured. What a system has done before it need not be warmed up for again.</summary>
internal sealed class WarmUps(BenchOptions options)
{
    private readonly HashSet<(SystemSettings System, string Path)> _warm = [];

    /// <summary>The warm-up that a variant needs, which is taken to be done then.</summary>
    public TimeSpan For(Variant variant) =>
        variant is HttpVariant http && _warm.Add((http.Settings, http.Request.Path)) ? options.WarmUp : options.Settling;
}
