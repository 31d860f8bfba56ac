using System.Buffers;

namespace HighTraffic.Tasks.Csv;

/// <summary>Encodes text as a CSV field (RFC 4180) that is safe to open in a spreadsheet.</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\",\r\n");

    // Spreadsheets in East Asian languages treat full-width signs like the others.
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r\n＝＋－＠");

    /// <summary>
    /// Encodes a field. Spreadsheets treat text that begins with <c>= + - @</c>, a tab or a line break as a formula, quoted or not. Such text
    /// gets an apostrophe in front (OWASP, CSV injection).
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>The field.</returns>
    public static string Encode(string text)
    {
        var safe = text.Length > 0 && Formula.Contains(text[0]) ? '\'' + text : text;
        return safe.AsSpan().ContainsAny(Special) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
