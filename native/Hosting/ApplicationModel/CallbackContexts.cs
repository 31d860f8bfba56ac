namespace Aspire.Hosting.ApplicationModel;

/// <summary>Handed to <c>WithEnvironment</c> callbacks.</summary>
/// <param name="executionContext">Whether the app is run or published.</param>
/// <param name="environmentVariables">The variables to fill in: strings or value providers.</param>
/// <param name="cancellationToken">Ends the start.</param>
public sealed class EnvironmentCallbackContext(
    DistributedApplicationExecutionContext executionContext,
    Dictionary<string, object> environmentVariables,
    CancellationToken cancellationToken = default)
{
    /// <summary>Whether the app is run or published.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;

    /// <summary>The variables to fill in: strings or value providers.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; } = environmentVariables;

    /// <summary>Ends the start.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}

/// <summary>Handed to <c>WithArgs</c> callbacks.</summary>
/// <param name="args">The arguments to add to: strings or value providers.</param>
/// <param name="cancellationToken">Ends the start.</param>
public sealed class CommandLineArgsCallbackContext(IList<object> args, CancellationToken cancellationToken = default)
{
    /// <summary>The arguments to add to: strings or value providers.</summary>
    public IList<object> Args { get; } = args;

    /// <summary>Ends the start.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}
