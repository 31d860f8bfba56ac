namespace HighTraffic.Bench.Systems;

/// <summary>The settings of a system. Equal settings share one system.</summary>
/// <param name="Products">Products in the database.</param>
/// <param name="Replicas">Instances of the API. One, unless their number is measured: several would share the machine's cores, and each must warm up its own code.</param>
/// <param name="MicroCache">Whether Nginx caches public reads for a second.</param>
/// <param name="ApiSetting">Settings of the API that differ from its defaults, as environment variables <c>name=value</c>, separated by semicolons.</param>
/// <param name="Workers">Instances of the worker.</param>
internal sealed record SystemSettings(
    int Products = 100_000, int Replicas = 1, bool MicroCache = false, string? ApiSetting = null, int Workers = 1)
{
    /// <summary>The app with default settings.</summary>
    public static SystemSettings AsShipped(int products) => new(products, Replicas: 3, MicroCache: true);

    /// <summary>The timeout of its start, most of which is seeding if there are millions of rows.</summary>
    public TimeSpan StartLimit => TimeSpan.FromMinutes(5) + (TimeSpan.FromMinutes(3) * Products / 1_000_000);

    /// <summary><see cref="ApiSetting"/> by the names of the variables.</summary>
    public IEnumerable<(string Name, string Value)> ApiEnvironment => ApiSetting is null
        ? []
        : ApiSetting.Split(';').Select(setting => setting.Split('=', 2)).Select(parts => (parts[0], parts[1]));

    /// <summary>The settings as arguments of the AppHost.</summary>
    public string[] Arguments =>
    [
        "--HighTraffic:Port=0", "--HighTraffic:KeepData=false", "--HighTraffic:Announce=false",
        $"--HighTraffic:Api:Replicas={Replicas}", $"--HighTraffic:Worker:Replicas={Workers}",
        $"--HighTraffic:Seed:Products={Products}", $"--HighTraffic:Seed:Users={Products}",
        $"--HighTraffic:Gateway:MicroCache={MicroCache}",
    ];
}
