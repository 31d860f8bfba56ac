using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Techniques;

/// <summary>Which layer serves a request, by the <c>Cache-Status</c> of sampled responses (RFC 9211).</summary>
internal static class AnsweredBy
{
    private const int Asked = 100;

    /// <summary>Samples responses during a load.</summary>
    /// <returns>The shares of the layers.</returns>
    public static async Task<IReadOnlyDictionary<string, double>> AskAsync(HttpVariant variant, BenchedSystem system, CancellationToken cancellationToken)
    {
        var request = variant.Request;
        using var client = BenchedSystem.ClientOf(variant.AddressOf(system));
        var counts = new Dictionary<string, double>();
        for (var i = 0; i < Asked; i++)
        {
            using var message = new HttpRequestMessage(request.Method, request.Path);
            if (request.AcceptEncoding is { } codings)
            {
                message.Headers.TryAddWithoutValidation("Accept-Encoding", codings);
            }

            using var response = await client.SendAsync(message, cancellationToken);
            var layer = response.Headers.TryGetValues("Cache-Status", out var status) ? LayerOf(string.Join(", ", status)) : "database";
            counts[layer] = counts.GetValueOrDefault(layer) + (1.0 / Asked);
        }

        return counts;
    }

    private static string LayerOf(string status) =>
        status.Contains("nginx; hit", StringComparison.Ordinal) ? "Nginx"
        : status.Contains("detail=local", StringComparison.Ordinal) ? "replica's memory"
        : status.Contains("; hit", StringComparison.Ordinal) ? "Redis"
        : "database";
}
