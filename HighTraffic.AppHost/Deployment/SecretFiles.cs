using HighTraffic.Core;

namespace HighTraffic.AppHost;

/// <summary>
/// Makes servers and services read their secrets from files: environment variables are visible to anyone who can inspect a container. The file
/// of a secret is named after its variable in the app model.
/// </summary>
internal static class SecretFiles
{
    /// <summary>The folder of the files in each container.</summary>
    public const string Folder = "/run/secrets";

    /// <summary>Adds the folder to the app model. The deployment target then creates a file for each variable.</summary>
    public static void Read(IDistributedApplicationBuilder builder)
    {
        foreach (var service in builder.Resources.OfType<ProjectResource>())
        {
            builder.CreateResourceBuilder(service).WithEnvironment("HighTraffic__Secrets", Folder);
        }

        builder.Resource<PostgresServerResource>(ResourceNames.Postgres).WithEnvironment("POSTGRES_PASSWORD_FILE", $"{Folder}/POSTGRES_PASSWORD");
        builder.Resource<RedisResource>(ResourceNames.Cache).WithArgs(context => context.Args[^1] = ReadsPassword((string)context.Args[^1]));

        // The image reads its password only from the environment (https://hub.docker.com/_/rabbitmq), so the variable is set for this process
        // alone.
        builder.Resource<RabbitMQServerResource>(ResourceNames.Messaging).WithEntrypoint("/bin/sh")
            .WithArgs("-c", $"export RABBITMQ_DEFAULT_PASS=\"$(cat {Folder}/RABBITMQ_DEFAULT_PASS)\"; exec docker-entrypoint.sh rabbitmq-server");
    }

    // Redis reads its password from standard input, because arguments are visible in the process list.
    private static string ReadsPassword(string command)
    {
        const string Argument = " --requirepass $REDIS_PASSWORD";
        return command.Contains(Argument, StringComparison.Ordinal)
            ? $"{command.Replace(Argument, " -", StringComparison.Ordinal)} <<END\nrequirepass $(cat {Folder}/REDIS_PASSWORD)\nEND"
            : throw new DistributedApplicationException($"Redis gets its password in an unexpected way: {command}");
    }
}
