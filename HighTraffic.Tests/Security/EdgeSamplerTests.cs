using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry.Trace;

namespace HighTraffic.Tests.Security;

public sealed class EdgeSamplerTests
{
    private const int Spans = 1_000;

    [Theory]
    [InlineData(ActivityTraceFlags.Recorded)]
    [InlineData(ActivityTraceFlags.None)]
    public void A_client_does_not_decide_what_is_recorded(ActivityTraceFlags flags) =>
        Assert.Equal(10, Recorded(ActivityKind.Server, flags));

    [Theory]
    [InlineData(ActivityTraceFlags.Recorded, Spans)]
    [InlineData(ActivityTraceFlags.None, 0)]
    public void A_message_of_the_app_goes_by_its_sender(ActivityTraceFlags flags, int recorded) =>
        Assert.Equal(recorded, Recorded(ActivityKind.Consumer, flags));

    private static int Recorded(ActivityKind kind, ActivityTraceFlags flags)
    {
        var sampler = EdgeSampler.Create(tracesPerSecond: 10, new FakeTimeProvider());
        return Enumerable.Range(0, Spans).Count(_ =>
        {
            var parent = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags, traceState: null, isRemote: true);
            return sampler.ShouldSample(new SamplingParameters(parent, parent.TraceId, "span", kind)).Decision == SamplingDecision.RecordAndSample;
        });
    }
}
