using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace HighTraffic.AppHost;

/// <summary>What can be set about the app as a whole: the section <c>HighTraffic</c> of the configuration.</summary>
internal sealed record AppSettings
{
    /// <summary>The public port; 0 for any free one.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 8080;

    /// <summary>How many instances of the API run.</summary>
    [Range(1, 100)]
    public int ApiReplicas { get; init; } = 3;

    /// <summary>How many workers run.</summary>
    [Range(1, 100)]
    public int WorkerReplicas { get; init; } = 2;

    /// <summary>How many products an empty database is seeded with.</summary>
    [Range(0, 10_000_000)]
    public int SeedProducts { get; init; } = 100_000;

    /// <summary>How many users an empty database is seeded with.</summary>
    [Range(0, 10_000_000)]
    public int SeedUsers { get; init; } = 100_000;

    /// <summary>Whether data lasts from run to run.</summary>
    public bool KeepData { get; init; } = true;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="DistributedApplicationException">One of them is out of its range.</exception>
    public static AppSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("HighTraffic");
        var settings = new AppSettings
        {
            Port = section.GetValue("Port", 8080),
            ApiReplicas = section.GetValue("Api:Replicas", 3),
            WorkerReplicas = section.GetValue("Worker:Replicas", 2),
            SeedProducts = section.GetValue("Seed:Products", 100_000),
            SeedUsers = section.GetValue("Seed:Users", 100_000),
            KeepData = section.GetValue("KeepData", true),
        };
        Validator.ValidateObject(settings, new ValidationContext(settings), validateAllProperties: true);
        return settings;
    }
}
