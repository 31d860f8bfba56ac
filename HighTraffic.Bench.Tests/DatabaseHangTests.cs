using HighTraffic.Bench.Scaling;
using HighTraffic.Bench.Scenarios;

namespace HighTraffic.Bench.Tests;

public sealed class DatabaseHangTests
{
    [Fact]
    public void Normal_begins_after_the_last_read_that_is_refused_or_late() => Assert.Equal(
        TimeSpan.FromSeconds(16.2),
        DatabaseHang.NormalAgainAt([At(14, Outcome.Refused), At(15.5, Outcome.Refused), At(16.2, Outcome.Answered, seconds: 2), At(16.9, Outcome.Answered)], TimeSpan.FromSeconds(15)));

    [Fact]
    public void A_slow_read_after_a_second_without_any_is_no_part_of_the_hang() => Assert.Equal(
        TimeSpan.FromSeconds(15.1),
        DatabaseHang.NormalAgainAt([At(15.1, Outcome.Refused), At(20, Outcome.Answered, seconds: 1)], TimeSpan.FromSeconds(15)));

    [Fact]
    public void Without_such_a_read_it_is_normal_at_once() =>
        Assert.Equal(TimeSpan.FromSeconds(15), DatabaseHang.NormalAgainAt([At(15.1, Outcome.Answered)], TimeSpan.FromSeconds(15)));

    private static Exchange At(double due, Outcome outcome, double seconds = 0.01) => new(TimeSpan.FromSeconds(due), TimeSpan.FromSeconds(due + seconds), outcome);
}
