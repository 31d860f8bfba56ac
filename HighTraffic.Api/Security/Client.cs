using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace HighTraffic.Api.Security;

/// <summary>The name of a caller in logs, metrics and tasks.</summary>
internal static class Client
{
    /// <summary>A caller without credentials.</summary>
    public const string Anonymous = "anonymous";

    // Key names have no colon, so a token cannot impersonate a key.
    private const string Token = "token";
    private const string TokenPrefix = Token + ":";
    private const int MaxSubjectLength = 80;

    extension(HttpContext context)
    {
        /// <summary>Identifies the client for quotas and fair queueing: its name, or without credentials its address.</summary>
        public string ClientId =>
            context.User.Identity?.IsAuthenticated == true ? context.User.ClientName : ClientAddress.Name(context.Connection.RemoteIpAddress);
    }

    extension(ClaimsPrincipal user)
    {
        /// <summary>The name of the API key, or the subject of the token.</summary>
        public string ClientName => user.Identity switch
        {
            { IsAuthenticated: true, AuthenticationType: ApiKey.Scheme, Name: { } key } => key,
            { IsAuthenticated: true, Name: var subject } => OfToken(subject ?? ""),
            _ => Anonymous,
        };

        /// <summary>The name of the API key, or else the kind of caller: a metric needs low cardinality.</summary>
        public string ClientKind => user.Identity switch
        {
            { IsAuthenticated: true, AuthenticationType: ApiKey.Scheme, Name: { } key } => key,
            { IsAuthenticated: true } => Token,
            _ => Anonymous,
        };
    }

    // An issuer may put anything into a token, but the name must fit a database column and a log line.
    private static string OfToken(string subject) => TokenPrefix + (
        subject.Length is > 0 and <= MaxSubjectLength && subject.All(character => character is > ' ' and <= '~')
            ? subject
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject)).AsSpan(..16)));
}
