using System.Text.RegularExpressions;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Http;

[Collection(SharedApp.Name)]
public sealed partial class WarmUpTests(RunningApp app)
{
    [Fact]
    public async Task A_replica_is_ready_only_after_its_warm_up()
    {
        using var replica = await ExtraReplica.StartAsync(app, new Dictionary<string, string> { ["HighTraffic:WarmUp:Seconds"] = "2" });
        Assert.Contains(replica.Unready, answer => answer.Contains("\"warm-up\":\"Unhealthy\"", StringComparison.Ordinal));

        var line = await Eventually.GetAsync(() => Task.FromResult(WarmedUp().Match(replica.Log)), match => match.Success);
        Assert.True(int.Parse(line.Groups["requests"].Value, System.Globalization.CultureInfo.InvariantCulture) > 100, line.Value);
    }

    [GeneratedRegex(@"Warmed up with (?<requests>\d+) requests")]
    private static partial Regex WarmedUp();
}
