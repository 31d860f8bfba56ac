using HighTraffic.Api.Resilience;

namespace HighTraffic.Api.Hosting;

/// <summary>Adds what the service needs to be one of several replicas that come and go.</summary>
internal static class ReplicaExtensions
{
    public static void AddReplica(this IHostApplicationBuilder builder)
    {
        builder.AddReplicaName();
        builder.AddReadiness();
        builder.AddWarmUp();
        builder.AddDrain();
    }

    public static void UseReplica(this WebApplication app)
    {
        app.UseDrain();
        app.UseReplicaName();
    }
}
