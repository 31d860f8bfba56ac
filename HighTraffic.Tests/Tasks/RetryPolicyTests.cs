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
    public void Pauses_double(int failures, double shortest, double longest) =>
        Assert.InRange(RetryPolicy.PauseAfter(Task(failures, failures + 1), Echo, Broken)!.Value.TotalSeconds, shortest, longest);

    [Fact]
    public void The_third_failure_is_the_last() => Assert.Null(RetryPolicy.PauseAfter(Task(failures: 2, attempts: 3), Echo, Broken));

    [Fact]
    public void A_failure_that_the_runner_declares_is_final() =>
        Assert.Null(RetryPolicy.PauseAfter(Task(failures: 0, attempts: 1), Echo, new TaskFailedException("No such supplier.")));

    [Fact]
    public void A_task_that_kills_its_workers_is_given_up() =>
        Assert.Null(RetryPolicy.PauseAfter(Task(failures: 0, attempts: RetryPolicy.MaxAttempts + 1), Echo, Broken));

    [Fact]
    public void Only_words_meant_for_clients_reach_them()
    {
        Assert.Equal("No such supplier.", RetryPolicy.Describe(new TaskFailedException("No such supplier.")));
        Assert.DoesNotContain("10.0.0.5", RetryPolicy.Describe(new InvalidOperationException("No route to 10.0.0.5")), StringComparison.Ordinal);
    }

    private static ClaimedTask Task(int failures, int attempts) =>
        new(Guid.CreateVersion7(), "echo", "{}", Checkpoint: null, attempts, failures, Begun: attempts, CancelRequested: false, TraceParent: null, WaitedSeconds: 0);
}
