using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Records a limited number of new traces a second, so manual requests are always traced and load tests barely are. A trace that begins with an
/// outgoing call of the service is a poll or a renewal, and is not recorded.
/// </summary>
/// <param name="tracesPerSecond">The limit, at least 1. After an idle second, this many traces may begin at once.</param>
/// <param name="time">The clock.</param>
internal sealed class TraceLimit(int tracesPerSecond, TimeProvider time) : Sampler
{
    private readonly Lock _lock = new();
    private double _allowance = tracesPerSecond;
    private long _countedAt = time.GetTimestamp();

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(samplingParameters.Kind != ActivityKind.Client && TryTake() ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);

    private bool TryTake()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _allowance = Math.Min(tracesPerSecond, _allowance + (time.GetElapsedTime(_countedAt, now).TotalSeconds * tracesPerSecond));
            _countedAt = now;
            if (_allowance < 1)
            {
                return false;
            }

            _allowance--;
            return true;
        }
    }
}
