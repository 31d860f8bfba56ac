using HighTraffic.Data.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Security;

/// <summary>
/// Adds authentication by API key, by JWT if an issuer is configured, and an authorization policy for each scope (docs/security.md).
/// </summary>
internal static class AuthenticationExtensions
{
    /// <summary>The name of the scheme for JWTs, as in <c>Authentication:Schemes</c>.</summary>
    public const string BearerScheme = JwtBearerDefaults.AuthenticationScheme;

    // Forwards to one of the other two, depending on the request's headers.
    private const string DefaultScheme = "KeyOrBearer";

    public static void AddAccess(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ApiKeyOptions>().BindConfiguration("HighTraffic").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<KnownKeys>().AddSingleton<ApiKey>().AddHostedService<KeyRefresh>();
        var takesTokens = builder.Configuration.GetSection($"Authentication:Schemes:{BearerScheme}").Exists();
        var authentication = services.AddAuthentication(DefaultScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKey.Scheme, displayName: null, configureOptions: null)
            .AddPolicyScheme(DefaultScheme, displayName: null, scheme => scheme.ForwardDefaultSelector = context =>
                takesTokens && !context.Request.Headers.ContainsKey(ApiKey.Header) && context.Request.Headers.ContainsKey(HeaderNames.Authorization)
                    ? BearerScheme
                    : ApiKey.Scheme);
        if (takesTokens)
        {
            authentication.AddJwtBearer(token =>
            {
                token.MapInboundClaims = false;
                token.TokenValidationParameters.NameClaimType = ClaimNames.Subject;
            });
        }

        var authorization = services.AddAuthorizationBuilder();
        foreach (var scope in Scopes.All)
        {
            authorization.AddPolicy(scope, policy => policy.RequireAuthenticatedUser().AddRequirements(new ScopeRequirement(scope)));
        }

        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessResults>();
    }

    /// <summary>Adds clients' names to traces and logs, and logs their writes.</summary>
    public static void UseClients(this IApplicationBuilder app) => app.UseMiddleware<ClientMiddleware>();
}
