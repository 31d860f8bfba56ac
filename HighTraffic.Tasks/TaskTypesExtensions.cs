using HighTraffic.Core.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.Tasks;

/// <summary>Registers the task types of this project with the API and the worker.</summary>
public static class TaskTypesExtensions
{
    /// <summary>Registers every class of this project that has a <see cref="TaskTypeAttribute"/>.</summary>
    /// <param name="services">The services of the host.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddTaskTypes(this IServiceCollection services) =>
        services.AddSingleton(new TaskTypes(typeof(TaskTypesExtensions).Assembly));
}
