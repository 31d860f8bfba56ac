using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace HighTraffic.AppHost;

/// <summary>The settings of the app as a whole: the configuration section <c>HighTraffic</c>.</summary>
internal sealed record AppSettings
{
    /// <summary>The public port; 0 for any free port.</summary>
    [Range(0, 65535)]
    [Display(Name = "HighTraffic:Port")]
    public int Port { get; init; } = 8080;

    /// <summary>The number of API instances.</summary>
    [Range(1, 100)]
    [Display(Name = "HighTraffic:Api:Replicas")]
    public int ApiReplicas { get; init; } = 3;

    /// <summary>The number of workers.</summary>
    [Range(1, 100)]
    [Display(Name = "HighTraffic:Worker:Replicas")]
    public int WorkerReplicas { get; init; } = 2;

    /// <summary>The maximum number of API instances for an autoscaler that the app model describes.</summary>
    [Range(1, 100)]
    [Display(Name = "HighTraffic:Api:MaxReplicas")]
    public int ApiMaxReplicas { get; init; } = 10;

    /// <summary>The maximum number of workers for such an autoscaler.</summary>
    [Range(1, 100)]
    [Display(Name = "HighTraffic:Worker:MaxReplicas")]
    public int WorkerMaxReplicas { get; init; } = 10;

    /// <summary>How many products to seed an empty database with. The default of a published app is 0.</summary>
    [Range(0, 10_000_000)]
    [Display(Name = "HighTraffic:Seed:Products")]
    public int SeedProducts { get; init; } = 100_000;

    /// <summary>How many users to seed an empty database with. The default of a published app is 0.</summary>
    [Range(0, 10_000_000)]
    [Display(Name = "HighTraffic:Seed:Users")]
    public int SeedUsers { get; init; } = 100_000;

    /// <summary>Whether Nginx caches public reads for a second. Turn it off to measure the API.</summary>
    [Display(Name = "HighTraffic:Gateway:MicroCache")]
    public bool MicroCache { get; init; } = true;

    /// <summary>How many requests, including event streams, an address may have in flight in Nginx.</summary>
    [Range(1, 65535)]
    [Display(Name = "HighTraffic:Gateway:ConnectionsPerAddress")]
    public int ConnectionsPerAddress { get; init; } = 1000;

    /// <summary>
    /// The folder with the certificate with which Nginx terminates TLS, or <c>developer</c> for the one of <c>dotnet dev-certs</c>. Plain HTTP
    /// if empty.
    /// </summary>
    [Display(Name = "HighTraffic:Gateway:Certificate")]
    public string Certificate { get; init; } = "";

    /// <summary>The public HTTPS port, if there is a certificate; 0 for any free port.</summary>
    [Range(0, 65535)]
    [Display(Name = "HighTraffic:HttpsPort")]
    public int HttpsPort { get; init; } = 8443;

    /// <summary>The max-age of <c>Strict-Transport-Security</c>, in seconds; 0 omits the header.</summary>
    [Range(0, 63_072_000)]
    [Display(Name = "HighTraffic:Gateway:HstsSeconds")]
    public int HstsSeconds { get; init; }

    /// <summary>Whether data is kept from run to run.</summary>
    [Display(Name = "HighTraffic:KeepData")]
    public bool KeepData { get; init; } = true;

    /// <summary>Whether the addresses are printed once everything is healthy.</summary>
    [Display(Name = "HighTraffic:Announce")]
    public bool Announce { get; init; } = true;

    /// <summary>Where the servers run.</summary>
    [Display(Name = "HighTraffic:Servers")]
    public ServerChoice Servers { get; init; } = ServerChoice.Automatic;

    /// <summary>The deployment target.</summary>
    [Display(Name = "HighTraffic:Target")]
    public DeploymentTarget Target { get; init; } = DeploymentTarget.Azure;

    /// <summary>The version of a published app, which is the tag of its images.</summary>
    [RegularExpression(@"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?", ErrorMessage = "The field {0} must be a semantic version, like 1.2.3.")]
    [Display(Name = "HighTraffic:Version")]
    public string Version { get; init; } = "1.0.0";

    /// <summary>
    /// The networks from which a published Nginx calls the API, as comma-separated CIDRs. The default is the private networks of RFC 1918, RFC
    /// 6598 and RFC 4193, because the API is never reachable from outside.
    /// </summary>
    [Display(Name = "HighTraffic:TrustedProxies")]
    public string TrustedProxies { get; init; } = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,fc00::/7";

    /// <summary>
    /// The public host names of the app, separated by commas. <c>*.example.com</c> allows all subdomains, and <c>*</c> any name. IP addresses
    /// and names of private networks are always accepted.
    /// </summary>
    [RegularExpression(@"\*|(\*\.)?[0-9A-Za-z_-]+(\.[0-9A-Za-z_-]+)*(,(\*\.)?[0-9A-Za-z_-]+(\.[0-9A-Za-z_-]+)*)*", ErrorMessage = "The field {0} must be host names without ports, separated by commas, or *.")]
    [Display(Name = "HighTraffic:AllowedHosts")]
    public string AllowedHosts { get; init; } = "";

    /// <summary>The maximum number of API instances at any time.</summary>
    public int MostApiReplicas => Scales ? Math.Max(ApiReplicas, ApiMaxReplicas) : ApiReplicas;

    /// <summary>The maximum number of workers at any time.</summary>
    public int MostWorkerReplicas => Scales ? Math.Max(WorkerReplicas, WorkerMaxReplicas) : WorkerReplicas;

    private bool Scales { get; init; }

    /// <summary>Reads the settings. If one is unknown or out of range, ends the process with a message.</summary>
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

    // The services inherit environment variables but not arguments, so settings of services must be variables.
    private static void RefuseUnknown(string[] args)
    {
        var known = typeof(AppSettings).GetProperties().Select(property => property.GetCustomAttribute<DisplayAttribute>()?.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unknown = new ConfigurationBuilder().AddCommandLine(args).Build().GetSection("HighTraffic").AsEnumerable()
            .FirstOrDefault(setting => setting.Value is not null && !known.Contains(setting.Key));
        if (unknown.Key is { } key)
        {
            Refusal.End($"The app has no setting {key} (docs/configuration.md lists all of them). Pass settings of the API or the worker as environment variables: {key.Replace(":", "__", StringComparison.Ordinal)}={unknown.Value} ./run.sh");
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
            // The message of the binder names the key and the invalid value.
            Refusal.End(exception.Message);
            throw;
        }
    }
}
