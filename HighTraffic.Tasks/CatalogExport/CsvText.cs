using System.Buffers;

namespace HighTraffic.Tasks.CatalogExport;

/// <summary>Text as a field of a CSV file (RFC 4180) that is safe to open in a spreadsheet.</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\",\r\n");

    // Spreadsheets in East Asian languages take the full-width signs for the others.
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r\n＝＋－＠");

    /// <summary>
    /// Encodes a field. A spreadsheet takes a text that begins with one of <c>= + - @</c>, a tab or the end of a line for a
    /// formula, quoted or not, so such a text gets an apostrophe in front (OWASP, CSV injection).
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>The field.</returns>
    public static string Encode(string text)
    {
        var safe = text.Length > 0 && Formula.Contains(text[0]) ? '\'' + text : text;
        return safe.AsSpan().ContainsAny(Special) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
