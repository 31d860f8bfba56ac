using System.Diagnostics;
using System.Threading.RateLimiting;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Records so many new traces a second and no more, so that under load tracing costs next to nothing, and who tries something out
/// finds every request. A trace that begins with a call of the service's own is a poll or a renewal, and tells nothing.
/// </summary>
/// <param name="tracesPerSecond">How many.</param>
internal sealed class TraceLimit(int tracesPerSecond) : Sampler, IDisposable
{
    private readonly TokenBucketRateLimiter _limiter = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = tracesPerSecond,
        TokensPerPeriod = Math.Max(1, tracesPerSecond / 10),
        ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
        QueueLimit = 0,
    });

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        if (samplingParameters.Kind == ActivityKind.Client)
        {
            return new SamplingResult(SamplingDecision.Drop);
        }

        using var lease = _limiter.AttemptAcquire();
        return new SamplingResult(lease.IsAcquired ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
