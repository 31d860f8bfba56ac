using HighTraffic.Api.Caching;
using HighTraffic.Api.Hosting;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;

namespace HighTraffic.Tests.Documentation;

/// <summary>The API alone, in this process: its routes and its documentation need no servers.</summary>
internal sealed class ApiHost : WebApplicationFactory<CacheProfile>
{
    public const string ApiKey = "a-key-for-tests-only-0123456789";

    // A port that nothing listens on.
    private const string Nowhere = "127.0.0.1:1";

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseContentRoot(AppContext.BaseDirectory)
        .UseEnvironment("Development")
        .ConfigureLogging(logging => logging.ClearProviders())

        // Compiled queries are bound to the first model that they run with, and this model differs from that of the other tests.
        .ConfigureServices(services => services.Remove(services.Single(service => service.ImplementationType == typeof(WarmUp))))
        .UseSetting("HighTraffic:ApiKey", ApiKey)

        // It is a switch for the whole process, and tests may block a thread.
        .UseSetting("HighTraffic:InlineSockets", "false")
        .UseSetting("ConnectionStrings:appdb", "Host=127.0.0.1;Port=1;Username=nobody;Password=none;Database=none")
        .UseSetting("ConnectionStrings:cache", $"{Nowhere},abortConnect=false")
        .UseSetting("ConnectionStrings:messaging", $"amqp://guest:guest@{Nowhere}");
}
