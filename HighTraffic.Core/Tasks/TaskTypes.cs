using System.Reflection;

namespace HighTraffic.Core.Tasks;

/// <summary>The task types of this app. The API validates requests with them, and the worker runs tasks with them.</summary>
public sealed class TaskTypes
{
    private readonly Dictionary<string, TaskType> _byName;

    /// <summary>Finds every class with a <see cref="TaskTypeAttribute"/>.</summary>
    /// <param name="assembly">The assembly to search.</param>
    /// <exception cref="InvalidOperationException">A class has the attribute but is not a <see cref="TaskRunner{TParameters}"/>.</exception>
    /// <exception cref="ArgumentException">Two classes declare the same name.</exception>
    public TaskTypes(Assembly assembly)
    {
        _byName = assembly.GetTypes()
            .Select(runner => (Runner: runner, Declared: runner.GetCustomAttribute<TaskTypeAttribute>()))
            .Where(type => type.Declared is not null)
            .Select(type => new TaskType(type.Runner, type.Declared!))
            .ToDictionary(type => type.Name);
        All = [.. _byName.Values.OrderBy(type => type.Name, StringComparer.Ordinal)];
    }

    /// <summary>Every type, by name.</summary>
    internal IReadOnlyList<TaskType> All { get; }

    /// <summary>Finds a type by its name.</summary>
    /// <param name="name">The name, in its exact case.</param>
    /// <returns>The type, or null if there is none of that name.</returns>
    internal TaskType? Find(string? name) => name is null ? null : _byName.GetValueOrDefault(name);
}
