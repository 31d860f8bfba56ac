using System.Security.Claims;
using HighTraffic.Data.Keys;

namespace HighTraffic.Api.Security;

/// <summary>An API key in a replica's memory, without its text.</summary>
/// <param name="Hash">The SHA-256 of its text.</param>
/// <param name="Name">The client that holds it.</param>
/// <param name="Scopes">The scopes that it grants.</param>
/// <param name="QuotaClass">The quota class of its requests.</param>
/// <param name="NotBefore">When it becomes valid.</param>
/// <param name="ExpiresAt">When it expires.</param>
internal sealed record KnownKey(
    byte[] Hash, string Name, IReadOnlyList<string> Scopes, string QuotaClass, DateTimeOffset NotBefore, DateTimeOffset ExpiresAt)
{
    /// <summary>The key from the configuration, which has all scopes.</summary>
    public static KnownKey Bootstrap(string text, string quotaClass) => new(
        ApiKeyText.Hash(text), "bootstrap", Data.Keys.Scopes.All, quotaClass, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    /// <summary>A key from the database.</summary>
    public static KnownKey From(ApiKeyRecord key) => new(
        key.Hash, key.Name, key.Scopes, key.QuotaClass, key.NotBefore, key.ExpiresAt ?? DateTimeOffset.MaxValue);

    /// <summary>Whether it is valid at a time.</summary>
    public bool IsValidAt(DateTimeOffset time) => NotBefore <= time && time < ExpiresAt;

    /// <summary>The principal of its holder.</summary>
    public ClaimsPrincipal ToPrincipal() => new(new ClaimsIdentity(
        [
            new Claim(ClaimNames.Subject, Name),
            new Claim(ClaimNames.QuotaClass, QuotaClass),
            .. Scopes.Select(scope => new Claim(ClaimNames.Scope, scope)),
        ],
        ApiKey.Scheme, ClaimNames.Subject, roleType: null));
}
