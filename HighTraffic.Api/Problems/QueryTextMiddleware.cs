using System.Text;
using System.Text.Unicode;

namespace HighTraffic.Api.Problems;

/// <summary>
/// Rejects query strings that are not valid text: escapes that are not UTF-8, and NUL, which PostgreSQL cannot store. It checks the raw string,
/// because decoding would silently drop or replace them.
/// </summary>
internal sealed class QueryTextMiddleware(RequestDelegate next)
{
    private const string Rule = "must be percent-encoded UTF-8 without NUL.";

    public Task InvokeAsync(HttpContext context)
    {
        var query = context.Request.QueryString.Value;
        return query is null || !query.Contains('%') || BrokenParameters(query) is not { Count: > 0 } broken
            ? next(context)
            : TypedResults.ValidationProblem(broken).ExecuteAsync(context);
    }

    /// <summary>The invalid parameters, with the rule that they break.</summary>
    internal static Dictionary<string, string[]> BrokenParameters(string query)
    {
        var broken = new Dictionary<string, string[]>();
        foreach (var range in query.AsSpan(1).Split('&'))
        {
            var parameter = query.AsSpan(1)[range];
            if (!IsText(parameter))
            {
                var equals = parameter.IndexOf('=');
                var name = equals < 0 ? parameter : parameter[..equals];
                broken[IsText(name) ? Uri.UnescapeDataString(name) : "query"] = [Rule];
            }
        }

        return broken;
    }

    private static bool IsText(ReadOnlySpan<char> escaped)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(escaped.Length)];
        var count = 0;
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] == '%' && i + 2 < escaped.Length && char.IsAsciiHexDigit(escaped[i + 1]) && char.IsAsciiHexDigit(escaped[i + 2]))
            {
                bytes[count++] = (byte)((HexValue(escaped[i + 1]) << 4) | HexValue(escaped[i + 2]));
                i += 2;
            }
            else
            {
                count += Encoding.UTF8.GetBytes(escaped.Slice(i, 1), bytes.AsSpan(count));
            }
        }

        var text = bytes.AsSpan(0, count);
        return Utf8.IsValid(text) && !text.Contains((byte)0);
    }

    private static int HexValue(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
