using System.Globalization;
using System.Net;
using System.Security.Claims;
using HighTraffic.Api.Quotas;
using HighTraffic.Api.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HighTraffic.Tests.Security;

/// <summary>How wrong keys and tokens are logged and counted.</summary>
public sealed class RejectedCredentialsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _lines = [];
    private readonly ServiceProvider _services;
    private readonly RejectedCredentials _middleware;

    public RejectedCredentialsTests()
    {
        _services = new ServiceCollection().AddMetrics().AddLogging(logging => logging.AddProvider(new ListProvider(_lines)))
            .AddSingleton<ApiMeter>().AddSingleton<TimeProvider>(_time).AddSingleton<IAuthenticationService, KeyNamedRight>().BuildServiceProvider();
        _middleware = ActivatorUtilities.CreateInstance<RejectedCredentials>(_services, (RequestDelegate)(_ => Task.CompletedTask));
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Each_is_marked_and_a_client_has_a_line_a_minute()
    {
        for (var i = 0; i < 4_000; i++)
        {
            Assert.True(await IsRejectedAsync("wrong", "203.0.113.1"));
        }

        Assert.True(await IsRejectedAsync("wrong", "2001:db8:1:1::1"));
        Assert.True(await IsRejectedAsync("wrong", "2001:db8:1:1::2"));
        Assert.Equal(2, _lines.Count);
        Assert.Contains("203.0.113.1 sent an invalid API key or token: GET /api/tasks", _lines[0], StringComparison.Ordinal);
        Assert.Contains("2001:db8:1:1::/64 sent", _lines[1], StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromMinutes(1));
        await IsRejectedAsync("wrong", "203.0.113.1");
        Assert.Equal(3, _lines.Count);
    }

    [Fact]
    public async Task Many_clients_with_long_paths_do_not_fill_the_log()
    {
        for (var i = 0; i < 1_000; i++)
        {
            await IsRejectedAsync("wrong", string.Create(CultureInfo.InvariantCulture, $"203.0.{i / 250}.{i % 250}"), $"/{new string('x', 7_000)}");
        }

        Assert.Equal(100, _lines.Count);
        Assert.All(_lines, line => Assert.InRange(line.Length, 0, 600));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("right")]
    [InlineData("not looked at")]
    public async Task Others_are_left_alone(string? key)
    {
        Assert.False(await IsRejectedAsync(key, "203.0.113.1"));
        Assert.Empty(_lines);
    }

    private async Task<bool> IsRejectedAsync(string? key, string address, string path = "/api/tasks")
    {
        var context = new DefaultHttpContext { RequestServices = _services };
        (context.Request.Method, context.Request.Path) = ("GET", path);
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        if (key is not null)
        {
            context.Request.Headers["X-Api-Key"] = key;
        }

        await _middleware.InvokeAsync(context);
        return RejectedCredentials.AreIn(context);
    }

    // Authenticates with one header, as the API key scheme does.
    private sealed class KeyNamedRight : IAuthenticationService
    {
        public Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme) => Task.FromResult(context.Request.Headers["X-Api-Key"].ToString() switch
        {
            "wrong" => AuthenticateResult.Fail("It is unknown."),
            "right" => AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(), "ApiKey")),
            _ => AuthenticateResult.NoResult(),
        });

        public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => Task.CompletedTask;

        public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => Task.CompletedTask;

        public Task SignInAsync(HttpContext context, string? scheme, ClaimsPrincipal principal, AuthenticationProperties? properties) => Task.CompletedTask;

        public Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => Task.CompletedTask;
    }
}
