using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Security;

/// <summary>Responds with problem details to unauthorized requests, and keeps the responses to authorized ones out of every cache.</summary>
internal sealed class AccessResults(IAuthenticationSchemeProvider schemes) : IAuthorizationMiddlewareResultHandler
{
    /// <inheritdoc/>
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        // Caches must not keep what only some clients may see.
        context.Response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        return authorizeResult.Succeeded ? next(context)
            : authorizeResult.Forbidden ? ForbidAsync(context, authorizeResult.AuthorizationFailure)
            : ChallengeAsync(context);
    }

    private static Task ForbidAsync(HttpContext context, AuthorizationFailure? failure)
    {
        var missing = failure?.FailedRequirements.OfType<ScopeRequirement>().Select(requirement => requirement.Scope).FirstOrDefault();
        return TypedResults.Problem(
            statusCode: StatusCodes.Status403Forbidden,
            detail: missing is null ? "The caller may not do this." : $"This needs the scope {missing}, which the caller does not have.").ExecuteAsync(context);
    }

    // RFC 9110, 11.6.1: the response names every way to authenticate.
    private async Task ChallengeAsync(HttpContext context)
    {
        await context.ChallengeAsync(ApiKey.Scheme);
        var takesTokens = await schemes.GetSchemeAsync(AuthenticationExtensions.BearerScheme) is not null;
        if (takesTokens)
        {
            await context.ChallengeAsync(AuthenticationExtensions.BearerScheme);
        }

        var detail = context.Request.Headers.ContainsKey(ApiKey.Header) ? "The API key is unknown, expired or revoked."
            : takesTokens && context.Request.Headers.ContainsKey(HeaderNames.Authorization) ? "The bearer token is not valid; WWW-Authenticate says why."
            : takesTokens ? $"Send an API key in the header {ApiKey.Header}, or a bearer token in Authorization."
            : $"Send an API key in the header {ApiKey.Header}.";
        await TypedResults.Problem(statusCode: StatusCodes.Status401Unauthorized, detail: detail).ExecuteAsync(context);
    }
}
