using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace HighTraffic.AppHost;

/// <summary>What can be set about the app as a whole: the section <c>HighTraffic</c> of the configuration.</summary>
internal sealed record AppSettings
{
    /// <summary>The public port; 0 for any free one.</summary>
    [Range(0, 65535)]
    [Display(Name = "HighTraffic:Port")]
    public int Port { get; init; } = 8080;

    /// <summary>How many instances of the API run.</summary>
    [Range(1, 100)]
    [Display(Name = "HighTraffic:Api:Replicas")]
    public int ApiReplicas { get; init; } = 3;

    /// <summary>How many workers run.</summary>
    [Range(1, 100)]
    [Display(Name = "HighTraffic:Worker:Replicas")]
    public int WorkerReplicas { get; init; } = 2;

    /// <summary>Up to how many instances of the API an autoscaler goes, where the app is published for one that the app model describes.</summary>
    [Range(1, 100)]
    [Display(Name = "HighTraffic:Api:MaxReplicas")]
    public int ApiMaxReplicas { get; init; } = 10;

    /// <summary>Up to how many workers it goes.</summary>
    [Range(1, 100)]
    [Display(Name = "HighTraffic:Worker:MaxReplicas")]
    public int WorkerMaxReplicas { get; init; } = 10;

    /// <summary>How many products an empty database is seeded with; none by default where the app is published.</summary>
    [Range(0, 10_000_000)]
    [Display(Name = "HighTraffic:Seed:Products")]
    public int SeedProducts { get; init; } = 100_000;

    /// <summary>How many users an empty database is seeded with; none by default where the app is published.</summary>
    [Range(0, 10_000_000)]
    [Display(Name = "HighTraffic:Seed:Users")]
    public int SeedUsers { get; init; } = 100_000;

    /// <summary>Whether Nginx keeps public reads for a second; off to measure what is behind it.</summary>
    [Display(Name = "HighTraffic:Gateway:MicroCache")]
    public bool MicroCache { get; init; } = true;

    /// <summary>How many requests, streams of events among them, an address may have under way in Nginx.</summary>
    [Range(1, 65535)]
    [Display(Name = "HighTraffic:Gateway:ConnectionsPerAddress")]
    public int ConnectionsPerAddress { get; init; } = 1000;

    /// <summary>The folder of the certificate that Nginx ends TLS with, or <c>developer</c> for that of <c>dotnet dev-certs</c>; plain HTTP if empty.</summary>
    [Display(Name = "HighTraffic:Gateway:Certificate")]
    public string Certificate { get; init; } = "";

    /// <summary>The public port of https, where there is a certificate; 0 for any free one.</summary>
    [Range(0, 65535)]
    [Display(Name = "HighTraffic:HttpsPort")]
    public int HttpsPort { get; init; } = 8443;

    /// <summary>How long browsers that have come by https come by nothing else, in seconds; 0 for no such promise.</summary>
    [Range(0, 63_072_000)]
    [Display(Name = "HighTraffic:Gateway:HstsSeconds")]
    public int HstsSeconds { get; init; }

    /// <summary>Whether data lasts from run to run.</summary>
    [Display(Name = "HighTraffic:KeepData")]
    public bool KeepData { get; init; } = true;

    /// <summary>Whether the addresses are printed once everything is healthy.</summary>
    [Display(Name = "HighTraffic:Announce")]
    public bool Announce { get; init; } = true;

    /// <summary>Where the servers run.</summary>
    [Display(Name = "HighTraffic:Servers")]
    public ServerChoice Servers { get; init; } = ServerChoice.Automatic;

    /// <summary>What the app is published for.</summary>
    [Display(Name = "HighTraffic:Target")]
    public DeploymentTarget Target { get; init; } = DeploymentTarget.Azure;

    /// <summary>The version that a published app has: the tag of its images.</summary>
    [RegularExpression(@"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?", ErrorMessage = "The field {0} must be a semantic version, like 1.2.3.")]
    [Display(Name = "HighTraffic:Version")]
    public string Version { get; init; } = "1.0.0";

    /// <summary>
    /// The networks in which a published Nginx calls the API, as CIDRs separated by commas: the private ones of RFC 1918, RFC 6598
    /// and RFC 4193, since the API is never reachable from outside.
    /// </summary>
    [Display(Name = "HighTraffic:TrustedProxies")]
    public string TrustedProxies { get; init; } = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,fc00::/7";

    /// <summary>
    /// The names that clients call the app by, separated by commas, with <c>*.</c> for all below one, or <c>*</c> for any. Addresses and the names
    /// of private networks are always answered to.
    /// </summary>
    [RegularExpression(@"\*|(\*\.)?[0-9A-Za-z_-]+(\.[0-9A-Za-z_-]+)*(,(\*\.)?[0-9A-Za-z_-]+(\.[0-9A-Za-z_-]+)*)*", ErrorMessage = "The field {0} must be host names without ports, separated by commas, or *.")]
    [Display(Name = "HighTraffic:AllowedHosts")]
    public string AllowedHosts { get; init; } = "";

    /// <summary>As many instances of the API as there can be at once.</summary>
    public int MostApiReplicas => Scales ? Math.Max(ApiReplicas, ApiMaxReplicas) : ApiReplicas;

    /// <summary>As many workers as there can be at once.</summary>
    public int MostWorkerReplicas => Scales ? Math.Max(WorkerReplicas, WorkerMaxReplicas) : WorkerReplicas;

    private bool Scales { get; init; }

    /// <summary>Reads the settings. One that is unknown or out of its range ends the process with a sentence.</summary>
    public static AppSettings Read(IDistributedApplicationBuilder builder, string[] args)
    {
        RefuseUnknown(args);
        var defaults = builder.ExecutionContext.IsPublishMode ? new AppSettings { SeedProducts = 0, SeedUsers = 0 } : new AppSettings();
        var settings = Bind(builder.Configuration.GetSection("HighTraffic"), defaults);
        settings = settings with { Scales = builder.ExecutionContext.IsPublishMode && settings.Target == DeploymentTarget.Kubernetes };
        var broken = new List<ValidationResult>();
        if (!Validator.TryValidateObject(settings, new ValidationContext(settings), broken, validateAllProperties: true))
        {
            Refusal.End($"The configuration section HighTraffic is not valid: {string.Join(' ', broken.Select(result => result.ErrorMessage))}");
        }

        return settings;
    }

    // The services inherit the environment, where their settings are therefore found, but not the arguments.
    private static void RefuseUnknown(string[] args)
    {
        var known = typeof(AppSettings).GetProperties().Select(property => property.GetCustomAttribute<DisplayAttribute>()?.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unknown = new ConfigurationBuilder().AddCommandLine(args).Build().GetSection("HighTraffic").AsEnumerable()
            .FirstOrDefault(setting => setting.Value is not null && !known.Contains(setting.Key));
        if (unknown.Key is { } key)
        {
            Refusal.End($"The app has no setting {key} (docs/configuration.md lists all); one of the API or the worker is given as an environment variable: {key.Replace(":", "__", StringComparison.Ordinal)}={unknown.Value} ./run.sh");
        }
    }

    private static AppSettings Bind(IConfigurationSection section, AppSettings defaults)
    {
        try
        {
            return new AppSettings
            {
                Port = section.GetValue("Port", defaults.Port),
                ApiReplicas = section.GetValue("Api:Replicas", defaults.ApiReplicas),
                WorkerReplicas = section.GetValue("Worker:Replicas", defaults.WorkerReplicas),
                ApiMaxReplicas = section.GetValue("Api:MaxReplicas", defaults.ApiMaxReplicas),
                WorkerMaxReplicas = section.GetValue("Worker:MaxReplicas", defaults.WorkerMaxReplicas),
                SeedProducts = section.GetValue("Seed:Products", defaults.SeedProducts),
                SeedUsers = section.GetValue("Seed:Users", defaults.SeedUsers),
                MicroCache = section.GetValue("Gateway:MicroCache", defaults.MicroCache),
                ConnectionsPerAddress = section.GetValue("Gateway:ConnectionsPerAddress", defaults.ConnectionsPerAddress),
                Certificate = section.GetValue("Gateway:Certificate", defaults.Certificate)!,
                HttpsPort = section.GetValue("HttpsPort", defaults.HttpsPort),
                HstsSeconds = section.GetValue("Gateway:HstsSeconds", defaults.HstsSeconds),
                Announce = section.GetValue("Announce", defaults.Announce),
                Servers = section.GetValue("Servers", defaults.Servers),
                KeepData = section.GetValue("KeepData", defaults.KeepData),
                Target = section.GetValue("Target", defaults.Target),
                Version = section.GetValue("Version", defaults.Version)!,
                AllowedHosts = section.GetValue("AllowedHosts", defaults.AllowedHosts)!,
                TrustedProxies = section.GetValue("TrustedProxies", defaults.TrustedProxies)!,
            };
        }
        catch (InvalidOperationException exception)
        {
            // The binder names the key and the value that it cannot convert.
            Refusal.End(exception.Message);
            throw;
        }
    }
}
