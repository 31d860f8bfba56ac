using System.Net;
using HighTraffic.Data.Keys;
using HighTraffic.Tests.Documentation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.Tests.Security;

public sealed class SystemAccessTests
{
    private const string Path = "/api/system";

    [Fact]
    public async Task The_figures_of_the_system_are_everybodys_in_development()
    {
        await using var host = new ApiHost();
        Assert.Null(Policy(host.Services));
    }

    [Fact]
    public async Task In_production_they_are_for_operators()
    {
        await using var development = new ApiHost();
        await using var host = development.WithWebHostBuilder(builder => builder.UseEnvironment("Production"));
        Assert.Equal(Scopes.Operate, Policy(host.Services));
        using var client = host.CreateClient();
        using var response = await client.GetAsync(Path);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.False(response.Headers.Contains("X-Accel-Expires"));
    }

    private static string? Policy(IServiceProvider services) => services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Single(endpoint => endpoint.RoutePattern.RawText == Path).Metadata.GetMetadata<IAuthorizeData>()?.Policy;
}
