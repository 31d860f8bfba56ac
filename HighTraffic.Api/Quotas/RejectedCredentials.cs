using HighTraffic.Api.Http;
using HighTraffic.Api.Security;
using HighTraffic.Api.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Quotas;

/// <summary>
/// Reports invalid keys and tokens: a metric counts them, and a log line per minute names each client that sends them. Such requests have a
/// quota of their own, so that a client that guesses is slowed down, but others at the same address are not.
/// </summary>
internal sealed partial class RejectedCredentials(RequestDelegate next, ApiMeter meter, TimeProvider time, ILogger<RejectedCredentials> logger)
{
    /// <summary>The name of the quota.</summary>
    public const string Quota = "rejected";

    // Bounds the log, however many clients send invalid credentials.
    private const int MostClients = 100;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly HashSet<string> _logged = [];
    private long _windowStart = time.GetTimestamp();

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        return context.User.Identity?.IsAuthenticated != true && (headers.ContainsKey(ApiKey.Header) || headers.ContainsKey(HeaderNames.Authorization))
            ? CheckAsync(context)
            : next(context);
    }

    /// <summary>Whether a request carried invalid credentials.</summary>
    public static bool AreIn(HttpContext context) => context.Features.Get<Mark>() is not null;

    private async Task CheckAsync(HttpContext context)
    {
        // The handler has cached its result already. Credentials that no scheme reads, such as a token where tokens are not accepted, are not
        // invalid.
        var result = await context.AuthenticateAsync();
        if (result.Failure is not null)
        {
            context.Features.Set(Mark.Instance);
            meter.RejectedCredentials();
            var client = ClientAddress.Name(context.Connection.RemoteIpAddress);
            if (MayLog(client))
            {
                LogRejected(client, context.Request.Method, LoggedPath.Of(context.Request));
            }
        }

        await next(context);
    }

    private bool MayLog(string client)
    {
        lock (_lock)
        {
            if (time.GetElapsedTime(_windowStart) >= Window)
            {
                _logged.Clear();
                _windowStart = time.GetTimestamp();
            }

            return _logged.Count < MostClients && _logged.Add(client);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Client} sent an invalid API key or token: {Method} {Path}. Further ones from this client are not logged for a minute.")]
    private partial void LogRejected(string client, string method, string path);

    private sealed class Mark
    {
        public static readonly Mark Instance = new();
    }
}
