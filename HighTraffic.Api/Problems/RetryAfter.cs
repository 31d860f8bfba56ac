using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace HighTraffic.Api.Problems;

/// <summary>
/// <c>Retry-After</c> in whole seconds (RFC 9110, 10.2.3), with jitter: clients that were refused together must not come back together.
/// </summary>
internal static class RetryAfter
{
    /// <summary>1 to 3 s, for a condition that may pass within a second.</summary>
    public static StringValues Soon() => Between(1, 3);

    /// <summary>A random number of seconds.</summary>
    /// <param name="least">The minimum, at least 0.</param>
    /// <param name="most">The maximum.</param>
    public static StringValues Between(int least, int most) => Random.Shared.Next(least, most + 1).ToString(CultureInfo.InvariantCulture);
}
