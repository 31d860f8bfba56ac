using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace HighTraffic.Api.Problems;

/// <summary>
/// <c>Retry-After</c> in whole seconds (RFC 9110, 10.2.3), spread over a range: clients that were refused together must not come back together.
/// </summary>
internal static class RetryAfter
{
    private static readonly string[] Seconds = [.. Enumerable.Range(0, 61).Select(seconds => seconds.ToString(CultureInfo.InvariantCulture))];

    /// <summary>For a condition that may be over in a second: 1 to 3 s.</summary>
    public static StringValues Soon() => Between(1, 3);

    /// <summary>A random number of seconds.</summary>
    /// <param name="least">The least, at least 0.</param>
    /// <param name="most">The most, at most 60.</param>
    public static StringValues Between(int least, int most) => Seconds[Random.Shared.Next(least, most + 1)];
}
