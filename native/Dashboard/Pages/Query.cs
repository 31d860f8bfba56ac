using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;

namespace HighTraffic.Native.Dashboard.Pages;

/// <summary>Reads and writes query strings, in which a filter that is not set is an empty text.</summary>
internal static class Query
{
    public static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static void AddIfAny(this QueryBuilder query, string name, string? value)
    {
        if (value is not null)
        {
            query.Add(name, value);
        }
    }
}
