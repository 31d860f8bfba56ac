using System.Diagnostics;
using HighTraffic.Api.Http;
using HighTraffic.ServiceDefaults;

namespace HighTraffic.Api.Security;

/// <summary>
/// Adds the client's name to the trace and the log lines of its requests, and writes an audit line for each write. The key itself is never
/// logged.
/// </summary>
internal sealed partial class ClientMiddleware(RequestDelegate next, ILoggerFactory loggers)
{
    private readonly ILogger _audit = loggers.CreateLogger(TelemetryNames.Audit);

    public Task InvokeAsync(HttpContext context) => context.User.Identity?.IsAuthenticated == true ? RunAsync(context) : next(context);

    private async Task RunAsync(HttpContext context)
    {
        var client = context.User.ClientName;
        Activity.Current?.SetTag(TelemetryNames.Client, client);
        using var scope = _audit.BeginScope(new Dictionary<string, object> { [TelemetryNames.Client] = client });
        if (IsRead(context.Request.Method) || context.GetEndpoint() is null)
        {
            await next(context);
            return;
        }

        var path = LoggedPath.Of(context.Request);
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            await next(context);
            status = context.Response.StatusCode;
        }
        finally
        {
            LogWrite(_audit, client, context.Request.Method, path, PathOf(context.Response.Headers.Location), status);
        }
    }

    // A query may contain personal data.
    private static string? PathOf(string? address) => address?.Split('?', 2)[0];

    private static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    [LoggerMessage(EventId = 1, EventName = "Write", Level = LogLevel.Information, Message = "{Client} sent {Method} {Path}: {Status} {Location}")]
    private static partial void LogWrite(ILogger logger, string client, string method, string path, string? location, int status);
}
