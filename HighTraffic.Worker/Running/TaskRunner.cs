using HighTraffic.Contracts.Tasks;

namespace HighTraffic.Worker.Running;

/// <summary>Runs the tasks of one type.</summary>
internal abstract class TaskRunner
{
    /// <summary>Runs a task from its beginning.</summary>
    /// <param name="parameters">The parameters, as the row has them.</param>
    /// <param name="context">The ways to tell of progress and to leave a result.</param>
    /// <param name="cancellationToken">Signaled when the run must stop; a run that goes on holds up the shutdown of its worker.</param>
    /// <returns>The result, or null for a task without one.</returns>
    public abstract Task<TaskResult?> RunAsync(string parameters, TaskContext context, CancellationToken cancellationToken);
}

/// <summary>The base of the runner of a task type: derive from it and add it with <c>AddTaskRunner</c>.</summary>
/// <typeparam name="TParameters">The record of the type's parameters, which names the type.</typeparam>
internal abstract class TaskRunner<TParameters> : TaskRunner
{
    /// <inheritdoc/>
    public sealed override Task<TaskResult?> RunAsync(string parameters, TaskContext context, CancellationToken cancellationToken) =>
        RunAsync((TParameters)TaskType.For<TParameters>().Read(parameters), context, cancellationToken);

    /// <inheritdoc cref="TaskRunner.RunAsync"/>
    protected abstract Task<TaskResult?> RunAsync(TParameters parameters, TaskContext context, CancellationToken cancellationToken);
}
