using System.Security.Cryptography;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HighTraffic.Tests.App;

/// <summary>Signs tokens as the issuer that the running app trusts.</summary>
internal static class TestTokens
{
    public const string Issuer = "https://issuer.test";
    public const string Audience = "hightraffic";

    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    /// <summary>Configures a replica with ASP.NET Core's own settings.</summary>
    public static void Accept(IResourceBuilder<ProjectResource> api) => api
        .WithEnvironment("Authentication__Schemes__Bearer__ValidIssuer", Issuer)
        .WithEnvironment("Authentication__Schemes__Bearer__ValidAudiences__0", Audience)
        .WithEnvironment("Authentication__Schemes__Bearer__SigningKeys__0__Issuer", Issuer)
        .WithEnvironment("Authentication__Schemes__Bearer__SigningKeys__0__Value", Convert.ToBase64String(Key));

    /// <summary>Signs a token that is valid except for the given parameters.</summary>
    public static string Sign(string? scope, string subject = "tester", string audience = Audience, TimeSpan? lifetime = null, byte[]? key = null) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = audience,
            IssuedAt = DateTime.UtcNow.AddHours(-2),
            NotBefore = DateTime.UtcNow.AddHours(-2),
            Expires = DateTime.UtcNow + (lifetime ?? TimeSpan.FromMinutes(10)),
            Claims = scope is null ? new() { ["sub"] = subject } : new Dictionary<string, object> { ["sub"] = subject, ["scope"] = scope },
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(key ?? Key), SecurityAlgorithms.HmacSha256),
        });
}
