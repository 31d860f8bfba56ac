using System.Globalization;
using System.Text.RegularExpressions;

namespace HighTraffic.Native.Dashboard.Pages;

/// <summary>A piece of a console line in one style.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Style">The classes of its style, or an empty text.</param>
public sealed record AnsiPiece(string Text, string Style);

/// <summary>Reads the colours of console lines: the SGR sequences of ECMA-48; other sequences are left out.</summary>
internal static partial class AnsiText
{
    public static IReadOnlyList<AnsiPiece> Parse(string line)
    {
        var pieces = new List<AnsiPiece>();
        var (color, bold) = ("", "");
        var start = 0;
        foreach (Match sequence in Sequences().Matches(line))
        {
            Add(line[start..sequence.Index]);
            start = sequence.Index + sequence.Length;
            if (sequence.Groups["sgr"].Success)
            {
                foreach (var code in sequence.Groups["sgr"].Value.Split(';'))
                {
                    (color, bold) = Apply(int.TryParse(code, CultureInfo.InvariantCulture, out var number) ? number : 0, color, bold);
                }
            }
        }

        Add(line[start..]);
        return pieces;

        void Add(string text)
        {
            if (text.Length > 0)
            {
                pieces.Add(new AnsiPiece(text, $"{color} {bold}".Trim()));
            }
        }
    }

    private static (string Color, string Bold) Apply(int code, string color, string bold) => code switch
    {
        0 => ("", ""),
        1 => (color, "bold"),
        22 => (color, ""),
        39 => ("", bold),
        >= 30 and <= 37 => (string.Create(CultureInfo.InvariantCulture, $"ansi{code - 30}"), bold),
        >= 90 and <= 97 => (string.Create(CultureInfo.InvariantCulture, $"ansi{code - 90}"), bold),
        _ => (color, bold),
    };

    [GeneratedRegex(@"\x1b(?:\[(?:(?<sgr>[\d;]*)m|[\d;?]*[A-Za-ln-z])|\][^\x07]*\x07|[@-Z\\^_])")]
    private static partial Regex Sequences();
}
