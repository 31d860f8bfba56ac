using System.Globalization;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Load;

/// <summary>A request that is sent over and over.</summary>
/// <param name="Path">The path and the query. Each <c>{n}</c> in it stands for the number of any row.</param>
/// <param name="AcceptEncoding">The content codings that the client takes.</param>
/// <param name="Body">A JSON body, which makes it a POST.</param>
/// <param name="Expect">A text that a right answer has in it, once it is decompressed.</param>
/// <param name="Key">The API key, or null for none.</param>
/// <param name="Refusal">The status of 400 or more that the right answer has, or null if the request is to succeed.</param>
internal sealed record Request(
    string Path, string? AcceptEncoding = "gzip", string? Body = null, string Expect = "\"items\"", string? Key = BenchedSystem.ApiKey, int? Refusal = null)
{
    private const string AnyRow = "{n}";

    /// <summary>The method.</summary>
    public HttpMethod Method => Body is null ? HttpMethod.Get : HttpMethod.Post;

    /// <summary>Whether it is not always for the same row.</summary>
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
