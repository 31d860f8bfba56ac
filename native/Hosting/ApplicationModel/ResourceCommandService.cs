using Aspire.Hosting.Engine;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The commands that every resource with a process has.</summary>
public static class KnownResourceCommands
{
    /// <summary>Starts a stopped resource.</summary>
    public static readonly string StartCommand = "start";

    /// <summary>Stops a resource; it stays stopped.</summary>
    public static readonly string StopCommand = "stop";

    /// <summary>Stops a resource and starts it again.</summary>
    public static readonly string RestartCommand = "restart";
}

/// <summary>How a command went.</summary>
public sealed class ExecuteCommandResult
{
    /// <summary>Whether it did what it says.</summary>
    public required bool Success { get; init; }

    /// <summary>Why not.</summary>
    public string? Message { get; init; }
}

/// <summary>Gives commands to resources.</summary>
public sealed class ResourceCommandService
{
    private readonly Orchestrator _orchestrator;

    internal ResourceCommandService(Orchestrator orchestrator) => _orchestrator = orchestrator;

    /// <summary>Gives a command to every instance of a resource, and waits for its end.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="commandName">One of <see cref="KnownResourceCommands"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How it went.</returns>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default) =>
        ExecuteCommandAsync(resource.Name, commandName, cancellationToken);

    /// <summary>Gives a command to an instance of a resource, or to all of them, and waits for its end.</summary>
    /// <param name="resourceId">The id of the instance, or the name of the resource.</param>
    /// <param name="commandName">One of <see cref="KnownResourceCommands"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How it went.</returns>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        var instances = _orchestrator.FindInstances(resourceId);
        if (instances.Count == 0)
        {
            return new ExecuteCommandResult { Success = false, Message = $"There is no resource '{resourceId}' with a process." };
        }

        if (commandName == KnownResourceCommands.StopCommand || commandName == KnownResourceCommands.RestartCommand)
        {
            await Task.WhenAll(instances.Select(instance => instance.StopAsync())).WaitAsync(cancellationToken);
        }

        if (commandName == KnownResourceCommands.StartCommand || commandName == KnownResourceCommands.RestartCommand)
        {
            foreach (var instance in instances)
            {
                instance.Start();
            }
        }
        else if (commandName != KnownResourceCommands.StopCommand)
        {
            return new ExecuteCommandResult { Success = false, Message = $"There is no command '{commandName}'." };
        }

        return new ExecuteCommandResult { Success = true };
    }
}
