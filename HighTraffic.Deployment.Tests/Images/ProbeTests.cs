using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HighTraffic.Deployment.Tests.Images;

/// <summary>The services' programs, called as Docker calls them for a health check.</summary>
public sealed class ProbeTests
{
    [Theory]
    [InlineData("Api", 200, 0)]
    [InlineData("Api", 503, 1)]
    [InlineData("Worker", 200, 0)]
    public async Task The_exit_code_tells_the_health(string service, int status, int exitCode)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var server = builder.Build();
        server.MapGet("/health", () => Results.StatusCode(status));
        await server.StartAsync();
        var address = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Assert.Equal(exitCode, await ProbeAsync(service, $"{address}/health"));
    }

    [Fact]
    public async Task Nobody_there_is_no_health() => Assert.Equal(1, await ProbeAsync("Api", "http://127.0.0.1:1/health"));

    private static async Task<int> ProbeAsync(string service, string address)
    {
        var project = Repository.Project(service);
        var program = Path.Combine([project, "bin", .. AppContext.BaseDirectory.TrimEnd('/', '\\').Split('/', '\\')[^2..], $"{Path.GetFileName(project)}.dll"]);
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "--probe", address]))!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
