using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Declares a distributed application.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>The configuration of the AppHost.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>The folder of the AppHost's project; relative paths start there.</summary>
    string AppHostDirectory { get; }

    /// <summary>The assembly of the AppHost.</summary>
    Assembly? AppHostAssembly { get; }

    /// <summary>The environment of the AppHost.</summary>
    IHostEnvironment Environment { get; }

    /// <summary>The services of the AppHost itself.</summary>
    IServiceCollection Services { get; }

    /// <summary>Whether the app is run or published.</summary>
    DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>The resources declared so far.</summary>
    IList<IResource> Resources { get; }

    /// <summary>Adds a resource.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="resource">The resource.</param>
    /// <returns>Its builder.</returns>
    /// <exception cref="DistributedApplicationException">Another resource has that name.</exception>
    IResourceBuilder<T> AddResource<T>(T resource) where T : IResource;

    /// <summary>Makes a builder for a resource.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="resource">The resource.</param>
    /// <returns>Its builder.</returns>
    IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource;

    /// <summary>Finishes the declaration.</summary>
    /// <returns>The app, ready to run.</returns>
    DistributedApplication Build();
}
