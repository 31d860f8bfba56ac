using System.Globalization;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Load;

/// <summary>A request that is sent repeatedly.</summary>
/// <param name="Path">The path and the query. Each <c>{n}</c> in it is replaced with the number of a random row.</param>
/// <param name="AcceptEncoding">The content codings that the client accepts.</param>
/// <param name="Body">A JSON body, which makes it a POST.</param>
/// <param name="Expect">Text that a correct response contains once it is decompressed.</param>
/// <param name="Key">The API key, or null for none.</param>
/// <param name="Refusal">The status, 400 or higher, of the correct response, or null if the request must succeed.</param>
internal sealed record Request(
    string Path, string? AcceptEncoding = "gzip", string? Body = null, string Expect = "\"items\"", string? Key = BenchedSystem.ApiKey, int? Refusal = null)
{
    private const string AnyRow = "{n}";

    /// <summary>The method.</summary>
    public HttpMethod Method => Body is null ? HttpMethod.Get : HttpMethod.Post;

    /// <summary>Whether its row varies.</summary>
    public bool VariesByRow => Path.Contains(AnyRow, StringComparison.Ordinal);

    /// <summary>The path for a row.</summary>
    public string PathOf(int row) => Path.Replace(AnyRow, row.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>The headers.</summary>
    public IEnumerable<(string Name, string Value)> Headers
    {
        get
        {
            if (Key is not null)
            {
                yield return ("X-Api-Key", Key);
            }

            if (AcceptEncoding is not null)
            {
                yield return ("Accept-Encoding", AcceptEncoding);
            }

            if (Body is not null)
            {
                yield return ("Content-Type", "application/json");
            }
        }
    }
}
