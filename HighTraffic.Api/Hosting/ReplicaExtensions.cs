using HighTraffic.Api.Resilience;

namespace HighTraffic.Api.Hosting;

/// <summary>Adds what makes the service one of several replicas, which come and go while the others serve.</summary>
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
