using HighTraffic.Core.Messaging;
using HighTraffic.Core.Tasks;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(HighTraffic.Bench.Techniques.BarePublish))]

namespace HighTraffic.Bench.Techniques;

/// <summary>
/// Injects an endpoint into the API's process that sends the message of a task without the task. The broker confirms the message, and
/// loses it if it crashes. The shipped API does not contain this endpoint.
/// </summary>
internal sealed class BarePublish : IHostingStartup
{
    /// <summary>The path of the endpoint.</summary>
    public const string Path = "/bench/publish";

    /// <summary>The setting that injects it into the API (https://learn.microsoft.com/dotnet/core/diagnostics/startup-hook).</summary>
    public static string ApiSetting => $"DOTNET_STARTUP_HOOKS={typeof(BarePublish).Assembly.Location}";

    /// <inheritdoc/>
    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(services => services.AddSingleton<IStartupFilter, Filter>());

    private static async Task SendAsync(HttpContext http)
    {
        var id = Guid.CreateVersion7();
        var queue = await http.RequestServices.GetRequiredService<IBus>().GetSendEndpoint(new Uri($"exchange:{TaskQueues.NameOf(TaskLane.Quick)}"));
        await queue.Send(new RunTask(id, "quick"), context => context.GetPayload<RabbitMqSendContext>().Mandatory = true, http.RequestAborted);
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        await http.Response.WriteAsJsonAsync(new { id, status = "queued" });
    }

    private sealed class Filter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Map(Path, branch => branch.Run(SendAsync));
            next(app);
        };
    }
}
