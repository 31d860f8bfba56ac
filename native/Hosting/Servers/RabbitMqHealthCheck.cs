using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;

namespace Aspire.Hosting.Servers;

/// <summary>A RabbitMQ server is healthy when it takes a connection with the user and password of the app.</summary>
internal sealed class RabbitMqHealthCheck(RabbitMQServerResource server) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var factory = new ConnectionFactory
            {
                Uri = new Uri((await server.ConnectionStringExpression.GetValueAsync(cancellationToken))!),
                AutomaticRecoveryEnabled = false,
                ClientProvidedName = "AppHost",
            };
            await using var connection = await factory.CreateConnectionAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy(exception.Message, exception);
        }
    }
}
