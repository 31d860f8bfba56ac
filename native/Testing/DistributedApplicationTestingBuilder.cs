using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Engine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Runs an AppHost inside a test.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <summary>Runs an AppHost's entry point up to where it builds the app, so that a test can change what was declared.</summary>
    /// <typeparam name="TEntryPoint">A type in the assembly of the AppHost.</typeparam>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The builder.</returns>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default) where TEntryPoint : class =>
        CreateAsync<TEntryPoint>([], cancellationToken);

    /// <summary>Runs an AppHost's entry point up to where it builds the app, so that a test can change what was declared.</summary>
    /// <typeparam name="TEntryPoint">A type in the assembly of the AppHost.</typeparam>
    /// <param name="args">The command line of the AppHost.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The builder.</returns>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(string[] args, CancellationToken cancellationToken = default) where TEntryPoint : class =>
        CreateAsync<TEntryPoint>(args, (_, _) => { }, cancellationToken);

    /// <summary>Runs an AppHost's entry point up to where it builds the app, so that a test can change what was declared.</summary>
    /// <typeparam name="TEntryPoint">A type in the assembly of the AppHost.</typeparam>
    /// <param name="args">The command line of the AppHost.</param>
    /// <param name="configureBuilder">Changes how the app is run, for example to have the dashboard that tests are otherwise run without.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The builder.</returns>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args,
        Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder,
        CancellationToken cancellationToken = default) where TEntryPoint : class
    {
        var handover = new AppHostHandover(typeof(TEntryPoint).Assembly, configureBuilder);
        handover.RunEntryPoint(args);
        return new TestingBuilder(await handover.Builder.WaitAsync(cancellationToken), handover);
    }

    private sealed class TestingBuilder(IDistributedApplicationBuilder builder, AppHostHandover handover) : IDistributedApplicationTestingBuilder
    {
        public ConfigurationManager Configuration => builder.Configuration;

        public string AppHostDirectory => builder.AppHostDirectory;

        public Assembly? AppHostAssembly => builder.AppHostAssembly;

        public IHostEnvironment Environment => builder.Environment;

        public IServiceCollection Services => builder.Services;

        public DistributedApplicationExecutionContext ExecutionContext => builder.ExecutionContext;

        public IList<IResource> Resources => builder.Resources;

        public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource => builder.AddResource(resource);

        public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource => builder.CreateResourceBuilder(resource);

        public DistributedApplication Build() => BuildAsync().GetAwaiter().GetResult();

        public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default)
        {
            handover.PermitBuild();
            return handover.App.WaitAsync(cancellationToken);
        }

        // The app owns what was started; a builder that was never built started nothing.
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public void Dispose()
        {
        }
    }
}
