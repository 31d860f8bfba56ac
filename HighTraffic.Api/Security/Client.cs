using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace HighTraffic.Api.Security;

/// <summary>Who is calling, as logs, metrics and tasks name it.</summary>
internal static class Client
{
    /// <summary>A caller without credentials.</summary>
    public const string Anonymous = "anonymous";

    // No name of a key has a colon, so a token cannot pass for one.
    private const string Token = "token";
    private const string TokenPrefix = Token + ":";
    private const int MaxSubjectLength = 80;

    extension(HttpContext context)
    {
        /// <summary>The name of the client, or without credentials its address: who shares quotas and turns.</summary>
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

        /// <summary>The name of the API key, or what else the caller is: few values, as a metric needs them.</summary>
        public string ClientKind => user.Identity switch
        {
            { IsAuthenticated: true, AuthenticationType: ApiKey.Scheme, Name: { } key } => key,
            { IsAuthenticated: true } => Token,
            _ => Anonymous,
        };
    }

    // An issuer may put anything into a token, and the name has to fit a column and a log line.
    private static string OfToken(string subject) => TokenPrefix + (
        subject.Length is > 0 and <= MaxSubjectLength && subject.All(character => character is > ' ' and <= '~')
            ? subject
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject)).AsSpan(..16)));
}
