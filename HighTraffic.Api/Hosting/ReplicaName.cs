using System.Security.Cryptography;
using System.Text;

namespace HighTraffic.Api.Hosting;

/// <summary>Tells replicas apart; by their names in development only, since outside nobody needs to know the machines.</summary>
internal sealed class ReplicaName(IConfiguration configuration, IHostEnvironment environment)
{
    private const int AnonymousLength = 6;

    private readonly string _name = configuration["HighTraffic:Replica"] ?? Environment.MachineName;

    /// <summary>What anybody may know this replica by.</summary>
    public string Public => environment.IsDevelopment()
        ? _name
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_name)))[..AnonymousLength];
}

/// <summary>Adds the name of the replica to the service and its answers.</summary>
internal static class ReplicaNameExtensions
{
    public static void AddReplicaName(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<ReplicaName>();

    /// <summary>Tells which replica answered, in development.</summary>
    public static void UseReplicaName(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            return;
        }

        var name = app.Services.GetRequiredService<ReplicaName>().Public;
        app.Use((context, next) =>
        {
            // Set when the response starts, after the output cache took its copy: a stored name would be some other replica's.
            context.Response.OnStarting(() =>
            {
                context.Response.Headers["X-Served-By"] = name;
                return Task.CompletedTask;
            });
            return next(context);
        });
    }
}
