using Microsoft.Extensions.Configuration;

namespace HighTraffic.AppHost;

/// <summary>The dashboard of the engine. Aspire serves its own at the AppHost's address, behind a token.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Token">Opens it to a browser.</param>
internal sealed record Dashboard(string Address, string Token)
{
    /// <summary>Finds it; null if there is none. It is known once the app starts.</summary>
    public static Dashboard? Find(IConfiguration configuration) =>
        configuration["ASPNETCORE_URLS"]?.Split(';')[0] is { Length: > 0 } address && configuration["AppHost:BrowserToken"] is { } token
            ? new Dashboard(address, token)
            : null;

    /// <summary>The address that opens it at once.</summary>
    public string LoginAddress => $"{Address}/login?t={Token}";
}
