using System.Buffers;

namespace HighTraffic.Tasks.CatalogExport;

/// <summary>Text as a field of a CSV file (RFC 4180) that is safe to open in a spreadsheet.</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\",\r\n");

    /// <summary>
    /// Encodes a field. A spreadsheet takes a text that begins with one of <c>= + - @</c>, a tab or a carriage return for a
    /// formula, quoted or not, so such a text gets an apostrophe in front (OWASP, CSV injection).
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>The field.</returns>
    public static string Encode(string text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? '\'' + text : text;
        return safe.AsSpan().ContainsAny(Special) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
