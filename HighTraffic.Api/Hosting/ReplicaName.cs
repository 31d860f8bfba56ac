using System.Security.Cryptography;
using System.Text;

namespace HighTraffic.Api.Hosting;

/// <summary>Identifies this replica: by name in development, and by a hash elsewhere, so that clients learn nothing about the machines.</summary>
internal sealed class ReplicaName(IConfiguration configuration, IHostEnvironment environment)
{
    private const int AnonymousLength = 6;

    private readonly string _name = configuration["HighTraffic:Replica"] ?? Environment.MachineName;

    /// <summary>The name that clients may see.</summary>
    public string Public => environment.IsDevelopment()
        ? _name
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_name)))[..AnonymousLength];
}

/// <summary>Adds the name of the replica to the service and its responses.</summary>
internal static class ReplicaNameExtensions
{
    public static void AddReplicaName(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<ReplicaName>();

    /// <summary>In development, names the replica in each response.</summary>
    public static void UseReplicaName(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            return;
        }

        var name = app.Services.GetRequiredService<ReplicaName>().Public;
        app.Use((context, next) =>
        {
            // Set the header when the response starts, after the output cache has copied it: a cached name could be another replica's.
            context.Response.OnStarting(() =>
            {
                context.Response.Headers["X-Served-By"] = name;
                return Task.CompletedTask;
            });
            return next(context);
        });
    }
}
