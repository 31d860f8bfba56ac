using HighTraffic.Bench.Scaling;

namespace HighTraffic.Bench.Tests;

public sealed class CapacityModelTests
{
    [Fact]
    public void Ten_times_the_reads_need_ten_times_the_cores_in_front()
    {
        var one = Need("Nginx", 10_000);
        Assert.Equal(10 * one.Cores, Need("Nginx", 100_000).Cores, 6);
        Assert.True(one.Cores > 0);
    }

    [Fact]
    public void What_no_cache_answers_is_what_the_database_gets()
    {
        var writes = CapacityModel.For(new FleetLoad(100_000, 0, 100, 0, 0.6)).Single(need => need.Part == "PostgreSQL");
        var reads = CapacityModel.For(new FleetLoad(100_000, 0.5, 100, 0, 0.6)).Single(need => need.Part == "PostgreSQL");
        Assert.True(writes.Cores < 1);
        Assert.True(reads.Cores > 5);
    }

    [Fact]
    public void Past_the_ceiling_of_one_a_part_becomes_several()
    {
        Assert.DoesNotContain("cluster", Need("Redis", 10_000).Advice, StringComparison.Ordinal);
        Assert.Contains("cluster", CapacityModel.For(new FleetLoad(10_000_000, 0.1, 0, 0, 0.6)).Single(need => need.Part == "Redis").Advice, StringComparison.Ordinal);
    }

    private static Need Need(string part, double reads) => CapacityModel.For(new FleetLoad(reads, 0.02, 0, 0, 0.6)).Single(need => need.Part == part);
}
