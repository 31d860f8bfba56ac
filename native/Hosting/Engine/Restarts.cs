using Polly;
using Polly.Retry;

namespace Aspire.Hosting.Engine;

/// <summary>How what crashes is started again: after a pause that grows from crash to crash.</summary>
internal static class Restarts
{
    public static readonly ResiliencePipeline Pipeline = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<CrashException>(),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(250),
            MaxDelay = TimeSpan.FromSeconds(10),
            UseJitter = true,
        })
        .Build();
}

/// <summary>A process has ended that was to go on.</summary>
internal sealed class CrashException : Exception;
