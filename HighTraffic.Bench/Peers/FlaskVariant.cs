using HighTraffic.Bench.Load;
using HighTraffic.Bench.Systems;
using HighTraffic.Bench.Techniques;

namespace HighTraffic.Bench.Peers;

/// <summary>A request to Flask, on the database and the Redis server of a system.</summary>
/// <param name="settings">The system.</param>
/// <param name="request">The request.</param>
internal sealed class FlaskVariant(SystemSettings settings, Request request) : HttpVariant("Flask", settings, request)
{
    // The parts that it shares with the system, which is idle meanwhile. The system's other parts do not count.
    private static readonly string[] SharedParts = ["PostgreSQL", "Redis"];

    private FlaskPeer? _flask;

    /// <inheritdoc/>
    public override async Task PrepareAsync(BenchedSystem system, CancellationToken cancellationToken)
    {
        _flask = Own(await FlaskPeer.StartAsync(system, cancellationToken));
        await base.PrepareAsync(system, cancellationToken);
    }

    /// <inheritdoc/>
    public override bool NeedsWarmUp => false;

    /// <inheritdoc/>
    public override Uri AddressOf(BenchedSystem system) => _flask!.Address;

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, TimeSpan> ProcessorTimes(BenchedSystem system) =>
        system.ProcessorTimes().Where(part => SharedParts.Contains(part.Key)).Concat(_flask!.ProcessorTimes()).ToDictionary();
}
