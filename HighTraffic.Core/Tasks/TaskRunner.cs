using System.Text.Json;

namespace HighTraffic.Core.Tasks;

/// <summary>Runs the tasks of one type.</summary>
public abstract class TaskRunner
{
    /// <summary>Runs a task, from its beginning or from its last checkpoint.</summary>
    /// <param name="parameters">The parameters as JSON, from the task's row.</param>
    /// <param name="context">Reports progress, saves checkpoints and writes the result.</param>
    /// <param name="cancellationToken">Signaled when the run must stop. A run that ignores it delays the shutdown of its worker.</param>
    /// <returns>The result, or null for a task without one.</returns>
    public abstract Task<TaskResult?> RunAsync(string parameters, TaskContext context, CancellationToken cancellationToken);

    /// <summary>The parameter record of a runner.</summary>
    /// <param name="runner">A class that derives from <see cref="TaskRunner{TParameters}"/>.</param>
    /// <returns>The record.</returns>
    internal static Type ParametersOf(Type runner)
    {
        for (var type = runner; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(TaskRunner<>))
            {
                return type.GetGenericArguments()[0];
            }
        }

        throw new InvalidOperationException($"{runner} has a task type but does not derive from TaskRunner.");
    }
}

/// <summary>The base class for the runner of a task type. Derive from it and add <see cref="TaskTypeAttribute"/>.</summary>
/// <typeparam name="TParameters">The record of the type's parameters.</typeparam>
public abstract class TaskRunner<TParameters> : TaskRunner
{
    /// <inheritdoc/>
    public sealed override Task<TaskResult?> RunAsync(string parameters, TaskContext context, CancellationToken cancellationToken) =>
        RunAsync(JsonSerializer.Deserialize<TParameters>(parameters, TaskType.Json)!, context, cancellationToken);

    /// <inheritdoc cref="TaskRunner.RunAsync"/>
    protected abstract Task<TaskResult?> RunAsync(TParameters parameters, TaskContext context, CancellationToken cancellationToken);
}
