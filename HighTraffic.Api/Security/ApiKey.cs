using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Security;

/// <summary>Tells whether a request carries the API key.</summary>
internal sealed class ApiKey(IOptions<ApiKeyOptions> options)
{
    public const string Header = "X-Api-Key";

    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(options.Value.ApiKey));

    // Hashes have one length, so the time of the comparison tells nothing about the key, not even how long it is.
    public bool IsIn(HttpRequest request) =>
        request.Headers[Header] is [{ Length: > 0 } presented]
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(presented)), _hash);
}
