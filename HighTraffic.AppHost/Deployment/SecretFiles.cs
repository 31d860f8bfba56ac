using HighTraffic.Core;

namespace HighTraffic.AppHost;

/// <summary>
/// Has servers and services read their secrets from files: the environment of a container can be seen by anyone who may inspect it. The file
/// of a secret has the name of the variable that the app model gives it in.
/// </summary>
internal static class SecretFiles
{
    /// <summary>Where the files are in each container.</summary>
    public const string Folder = "/run/secrets";

    /// <summary>Adds to the app model where they are. The target then makes a file of each variable.</summary>
    public static void Read(IDistributedApplicationBuilder builder)
    {
        foreach (var service in builder.Resources.OfType<ProjectResource>())
        {
            builder.CreateResourceBuilder(service).WithEnvironment("HighTraffic__Secrets", Folder);
        }

        builder.Resource<PostgresServerResource>(ResourceNames.Postgres).WithEnvironment("POSTGRES_PASSWORD_FILE", $"{Folder}/POSTGRES_PASSWORD");
        builder.Resource<RedisResource>(ResourceNames.Cache).WithArgs(context => context.Args[^1] = ReadsPassword((string)context.Args[^1]));

        // The image takes its password from the environment only (https://hub.docker.com/_/rabbitmq), which is then that of one process.
        builder.Resource<RabbitMQServerResource>(ResourceNames.Messaging).WithEntrypoint("/bin/sh")
            .WithArgs("-c", $"export RABBITMQ_DEFAULT_PASS=\"$(cat {Folder}/RABBITMQ_DEFAULT_PASS)\"; exec docker-entrypoint.sh rabbitmq-server");
    }

    // Redis reads its password from standard input: arguments can be seen in the list of processes.
    private static string ReadsPassword(string command)
    {
        const string Argument = " --requirepass $REDIS_PASSWORD";
        return command.Contains(Argument, StringComparison.Ordinal)
            ? $"{command.Replace(Argument, " -", StringComparison.Ordinal)} <<END\nrequirepass $(cat {Folder}/REDIS_PASSWORD)\nEND"
            : throw new DistributedApplicationException($"Redis gets its password in a way that is not known: {command}");
    }
}
