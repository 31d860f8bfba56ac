using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Decides whether a request from outside is recorded, whatever the client's <c>traceparent</c> says of it: a client could else have all
/// of its requests recorded. The id of the trace stays the client's. A message was sent by this app, so its flag counts.
/// </summary>
/// <param name="edge">Decides for requests.</param>
/// <param name="inside">Decides for all else.</param>
internal sealed class EdgeSampler(Sampler edge, Sampler inside) : Sampler
{
    /// <summary>Makes a sampler that begins so many recordings a second, and goes on with those of this app.</summary>
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
