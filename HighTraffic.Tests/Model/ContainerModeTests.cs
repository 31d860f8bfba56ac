using System.Diagnostics;
using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using HighTraffic.AppHost;
using HighTraffic.Core;
using HighTraffic.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.Tests.Model;

/// <summary>The app model with the servers in containers.</summary>
[Collection(SharedApp.Name)]
public sealed class ContainerModeTests(ContainerMode mode) : IClassFixture<ContainerMode>
{
    private static readonly string AppHost = Path.Combine(AppContext.BaseDirectory, "HighTraffic.AppHost");

    [Fact]
    public void The_servers_are_containers() => Assert.Equal(
        [ResourceNames.Cache, ResourceNames.Gateway, ResourceNames.Messaging, ResourceNames.Postgres],
        mode.Resources.OfType<ContainerResource>().Select(container => container.Name).Order());

    [Fact]
    public async Task Redis_takes_the_place_of_its_shell_and_keeps_an_empty_argument()
    {
        // Aspire joins the words with spaces and runs them in a shell.
        var words = await ArgumentsAsync(ResourceNames.Cache);
        Assert.Equal("exec", words[0]);
        Assert.Contains(" --save '' ", string.Join(' ', words), StringComparison.Ordinal);
        Assert.DoesNotContain("", words);
    }

    [Fact]
    public void Nginx_calls_the_replicas_through_the_proxy_of_the_orchestrator()
    {
        // Without it, the tunnel from the container retries a refused connection for up to a minute.
        var endpoints = Replicas().Select(replica => replica.Annotations.OfType<EndpointAnnotation>().Single(endpoint => endpoint.Name == "http")).ToList();
        Assert.Equal(3, endpoints.Count);
        Assert.All(endpoints, endpoint => Assert.True(endpoint.IsProxied));
    }

    [Fact]
    public async Task A_draining_replica_goes_on_taking_connections_because_the_proxy_learns_late_of_it()
    {
        foreach (var replica in Replicas())
        {
            Assert.DoesNotContain("HighTraffic__Drain__AcceptsConnections", await VariablesAsync(replica.Name));
        }
    }

    [Fact]
    public async Task Nginx_knows_each_replica_by_an_address_that_is_right_in_its_container()
    {
        var variables = await VariablesAsync(ResourceNames.Gateway);
        foreach (var group in new[] { "API_UPSTREAM", "API_STREAMS" })
        {
            var servers = Assert.IsType<ReferenceExpression>(variables[group]).ValueExpression;
            Assert.All(Replicas(), replica => Assert.Contains($"server {{{replica.Name}.bindings.http.host}}:{{{replica.Name}.bindings.http.port}} ", servers, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Without_kept_data_no_volume_is_left_behind() =>
        Assert.DoesNotContain(mode.Resources.SelectMany(resource => resource.Annotations.OfType<ContainerMountAnnotation>()), mount => mount.Type == ContainerMountType.Volume);

    [Fact]
    public async Task A_database_that_comes_back_empty_is_migrated_again()
    {
        var services = mode.App.Services;
        await mode.App.ResourceNotifications.PublishUpdateAsync(mode.Resource(ResourceNames.Migrations), state => state with { State = KnownResourceStates.Finished });
        var eventing = services.GetRequiredService<IDistributedApplicationEventing>();
        await eventing.PublishAsync(new ResourceReadyEvent(mode.Resource(ResourceNames.Database), services));
        Assert.Equal(0, mode.MigrationRuns);
        await eventing.PublishAsync(new ResourceReadyEvent(mode.Resource(ResourceNames.Database), services));
        Assert.Equal(1, mode.MigrationRuns);
    }

    [Fact]
    public async Task A_runtime_that_is_too_old_is_not_chosen_and_the_reason_is_told()
    {
        using var old = ContainerRuntimeProgram.Old();
        var (exitCode, error) = await RunAsync("--HighTraffic:Servers=Containers", old.Argument);
        Assert.NotEqual(0, exitCode);
        Assert.Contains($"this version of {old.Path} is too old for Aspire", Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_of_the_same_copy_does_not_get_to_the_volumes_of_the_first()
    {
        var project = typeof(DataFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => string.Equals(attribute.Key, "AppHostProjectPath", StringComparison.OrdinalIgnoreCase)).Value!;
        using var runtime = ContainerRuntimeProgram.Current();
        using var first = TryLock(Path.Combine(DataFolder.PathOf(project), "run.lock"));
        var (exitCode, error) = await RunAsync("--HighTraffic:Servers=Containers", runtime.Argument);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("another run of this copy uses", Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    // A running app of this copy may already hold the lock.
    private static FileStream? TryLock(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task<(int ExitCode, string Error)> RunAsync(params string[] arguments)
    {
        using var host = Process.Start(new ProcessStartInfo(AppHost, ["--HighTraffic:Port=0", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            var error = await host.StandardError.ReadToEndAsync(limit.Token);
            await host.WaitForExitAsync(limit.Token);
            return (host.ExitCode, error);
        }
        finally
        {
            host.Kill(entireProcessTree: true);
        }
    }

    private IEnumerable<ProjectResource> Replicas() => mode.Resources.OfType<ProjectResource>().Where(project => project.Name.StartsWith($"{ResourceNames.Api}-", StringComparison.Ordinal));

    private async Task<List<string>> ArgumentsAsync(string name)
    {
        var resource = mode.Resource(name);
        var context = new CommandLineArgsCallbackContext([], resource) { ExecutionContext = mode.App.Services.GetRequiredService<DistributedApplicationExecutionContext>() };
        foreach (var arguments in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await arguments.Callback(context);
        }

        return [.. context.Args.Select(argument => argument as string ?? ((IManifestExpressionProvider)argument).ValueExpression)];
    }

    private async Task<Dictionary<string, object>> VariablesAsync(string name)
    {
        var resource = mode.Resource(name);
        var context = new EnvironmentCallbackContext(mode.App.Services.GetRequiredService<DistributedApplicationExecutionContext>(), resource);
        foreach (var variables in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await variables.Callback(context);
        }

        return context.EnvironmentVariables;
    }
}
