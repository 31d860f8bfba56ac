namespace HighTraffic.Api.Security;

/// <summary>Finds the API key of a request.</summary>
internal sealed class ApiKey(KnownKeys keys)
{
    /// <summary>The header that the key is sent in.</summary>
    public const string Header = "X-Api-Key";

    /// <summary>The name of the authentication scheme.</summary>
    public const string Scheme = "ApiKey";

    /// <summary>Whether a request carries a valid key.</summary>
    public bool IsIn(HttpRequest request) => Find(request) is not null;

    /// <summary>The valid key that a request carries, or null.</summary>
    public KnownKey? Find(HttpRequest request) => request.Headers[Header] is [{ Length: > 0 } presented] ? keys.Find(presented) : null;
}
