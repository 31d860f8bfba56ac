using System.Net;
using System.Net.Http.Json;
using Aspire.Hosting.Testing;
using HighTraffic.Api.Caching;
using HighTraffic.Core;
using HighTraffic.Tests.App;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HighTraffic.Tests.Caching;

/// <summary>The framework's own output caching works beside the public reads.</summary>
[Collection(SharedApp.Name)]
public sealed class OutputCacheTests(RunningApp app)
{
    [Fact]
    public async Task CacheOutput_keeps_answers_in_redis_and_a_write_evicts_them_by_the_same_tags()
    {
        await using var first = await HostAsync();
        await using var second = await HostAsync();
        using var client = new HttpClient();
        var before = await client.GetStringAsync(first.Urls.Single());
        Assert.Equal(before, await client.GetStringAsync(first.Urls.Single()));
        Assert.Equal(before, await client.GetStringAsync(second.Urls.Single()));

        using var writer = app.Authorized();
        using var created = await writer.PostAsJsonAsync(Domain.Collection, Domain.Body());
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        await Eventually.GetAsync(() => client.GetStringAsync(second.Urls.Single()), after => after != before);
    }

    // Two of these act as two replicas: the path is the key.
    private async Task<WebApplication> HostAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"ConnectionStrings:{ResourceNames.Cache}"] = await app.App.GetConnectionStringAsync(ResourceNames.Cache),
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddPublicCache();
        var host = builder.Build();
        host.Use((context, next) =>
        {
            // The key contains the host, and the two have different ports.
            context.Request.Host = new("output-cache-test");
            return next(context);
        });
        host.UseOutputCache();
        host.MapGet("/", () => Guid.NewGuid().ToString()).CacheOutput(policy => policy.Tag(Domain.AggregateTag));
        await host.StartAsync();
        return host;
    }
}
