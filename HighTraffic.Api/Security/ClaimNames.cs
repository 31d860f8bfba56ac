using System.Security.Claims;

namespace HighTraffic.Api.Security;

/// <summary>The claims that the API reads, by their names in a JWT (RFC 7519, RFC 8693).</summary>
internal static class ClaimNames
{
    /// <summary>The caller.</summary>
    public const string Subject = "sub";

    /// <summary>Scopes, separated by spaces.</summary>
    public const string Scope = "scope";

    /// <summary>The quota class of the caller's requests.</summary>
    public const string QuotaClass = "quota_class";

    // Microsoft Entra ID and some other issuers use this name for the scopes.
    private const string ShortScope = "scp";

    /// <summary>Whether a caller has a scope.</summary>
    public static bool HasScope(this ClaimsPrincipal user, string scope) => user.Claims.Any(claim =>
        claim.Type is Scope or ShortScope && claim.Value.Split(' ').Contains(scope, StringComparer.Ordinal));
}
