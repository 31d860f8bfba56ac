using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Decides whether to record an external request, regardless of the sampled flag in the client's <c>traceparent</c>: otherwise a client could
/// have all its requests recorded. The trace keeps the client's id. Messages come from this app, so their flag is trusted.
/// </summary>
/// <param name="edge">Samples incoming requests.</param>
/// <param name="inside">Samples everything else.</param>
internal sealed class EdgeSampler(Sampler edge, Sampler inside) : Sampler
{
    /// <summary>Creates a sampler that starts at most this many recorded traces a second, and continues the traces of this app.</summary>
    public static Sampler Create(int tracesPerSecond, TimeProvider time)
    {
        var limit = new TraceLimit(tracesPerSecond, time);
        return new ParentBasedSampler(
            limit,
            remoteParentSampled: new EdgeSampler(limit, new AlwaysOnSampler()),
            remoteParentNotSampled: new EdgeSampler(limit, new AlwaysOffSampler()));
    }

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        (samplingParameters.Kind == ActivityKind.Server ? edge : inside).ShouldSample(samplingParameters);
}
