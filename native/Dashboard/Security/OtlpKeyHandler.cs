using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HighTraffic.Native.Dashboard.Security;

/// <summary>Lets in what brings the key that the engine hands to its children, in the header that Aspire's dashboard expects it in.</summary>
internal sealed class OtlpKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, DashboardOptions dashboard)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "OtlpKey";
    private const string Header = "x-otlp-api-key";

    // gRPC clients read a 401 as "unauthenticated", so one answer serves both ways in.
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        Secrets.AreEqual(Request.Headers[Header], dashboard.OtlpKey)
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(SchemeName)), SchemeName))
            : AuthenticateResult.Fail($"The header {Header} is missing or wrong."));
}
