using HighTraffic.Core.Tasks;
using HighTraffic.Core.Tasks.Store;
using HighTraffic.Tasks;
using HighTraffic.Worker.Running;

namespace HighTraffic.Tests.Tasks;

public sealed class RetryPolicyTests
{
    private static readonly InvalidOperationException Broken = new("broken");
    private static readonly TaskType Echo = new TaskTypes(typeof(TaskTypesExtensions).Assembly).Find("echo")!;

    [Theory]
    [InlineData(0, 0.5, 1.5)]
    [InlineData(1, 1, 3)]
    public void PausesDouble(int failures, double shortest, double longest) =>
        Assert.InRange(RetryPolicy.PauseAfter(Task(failures, failures + 1), Echo, Broken)!.Value.TotalSeconds, shortest, longest);

    [Fact]
    public void TheThirdFailureIsTheLast() => Assert.Null(RetryPolicy.PauseAfter(Task(failures: 2, attempts: 3), Echo, Broken));

    [Fact]
    public void AFailureThatTheRunnerDeclaresIsFinal() =>
        Assert.Null(RetryPolicy.PauseAfter(Task(failures: 0, attempts: 1), Echo, new TaskFailedException("No such supplier.")));

    [Fact]
    public void ATaskThatKillsItsWorkersIsGivenUp() =>
        Assert.Null(RetryPolicy.PauseAfter(Task(failures: 0, attempts: RetryPolicy.MaxAttempts + 1), Echo, Broken));

    [Fact]
    public void OnlyWordsMeantForClientsReachThem()
    {
        Assert.Equal("No such supplier.", RetryPolicy.Describe(new TaskFailedException("No such supplier.")));
        Assert.DoesNotContain("10.0.0.5", RetryPolicy.Describe(new InvalidOperationException("No route to 10.0.0.5")), StringComparison.Ordinal);
    }

    private static ClaimedTask Task(int failures, int attempts) =>
        new(Guid.CreateVersion7(), "echo", "{}", Checkpoint: null, attempts, failures, Begun: attempts, CancelRequested: false, TraceParent: null, WaitedSeconds: 0);
}
