using System.Text.Encodings.Web;
using HighTraffic.Data.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Security;

/// <summary>Authenticates a request by its API key.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKey apiKey, KnownKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private static readonly AuthenticateResult Unknown = AuthenticateResult.Fail("The API key is unknown, expired or revoked.");

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var presented = Request.Headers[ApiKey.Header];
        if (presented.Count == 0)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (apiKey.Find(Request) is { } key)
        {
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(key.ToPrincipal(), Scheme.Name)));
        }

        // The key may be valid, so respond with 503 rather than 401.
        return !keys.AreRead && presented is [{ } text] && ApiKeyText.IsWellFormed(text)
            ? throw new TimeoutException("The API keys have not been read from the database yet.")
            : Task.FromResult(Unknown);
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.Append(HeaderNames.WWWAuthenticate, $"{ApiKey.Scheme} realm=\"HighTraffic\", header=\"{ApiKey.Header}\"");
        return Task.CompletedTask;
    }
}
