using HighTraffic.Api.Caching;
using HighTraffic.Api.Figures;
using HighTraffic.Data.Keys;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.Tests.Security;

public sealed class SystemAccessTests
{
    [Theory]
    [InlineData("Development", null)]
    [InlineData("Production", Scopes.Operate)]
    public async Task The_figures_of_the_system_are_for_operators_in_production(string environment, string? scope)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.AddFigures();
        builder.Services.AddSingleton<CacheHeaders>();
        await using var app = builder.Build();
        app.MapFigures();
        var endpoint = Assert.Single(((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints));
        Assert.Equal(scope, endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy);
    }
}
