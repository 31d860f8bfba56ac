using System.IO.Compression;
using Microsoft.Extensions.Primitives;

namespace HighTraffic.Api.Caching;

/// <summary>A content coding (RFC 9110, 8.4) that stored answers are kept in.</summary>
/// <param name="Name">The name in <c>Content-Encoding</c>.</param>
internal sealed record ContentCoding(string Name)
{
    public static readonly ContentCoding Identity = new("identity");
    public static readonly ContentCoding Gzip = new("gzip");
    public static readonly ContentCoding Brotli = new("br");

    // Smaller bodies fit one packet anyway, and the codings' own overhead eats the gain.
    private const int Worthwhile = 1024;

    // Made once and sent often, so a better quality than for compression on the fly; the highest ones cost 20 times as much for 10% less.
    private const int BrotliQuality = 6;
    private const int BrotliWindow = 18;

    /// <summary>
    /// Chooses by <c>Accept-Encoding</c> (RFC 9110, 12.5.3): the highest weight, Brotli before gzip where they are equal.
    /// However the header is written, one of three comes out, so it makes three variants of an answer and no more.
    /// </summary>
    public static ContentCoding Negotiate(StringValues acceptEncoding)
    {
        double? brotli = null, gzip = null, identity = null, others = null;
        foreach (var line in acceptEncoding)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                var (name, weight) = Parse(line.AsSpan()[range]);
                switch (name)
                {
                    case "br":
                        brotli = weight;
                        break;
                    case "gzip" or "x-gzip":
                        gzip = weight;
                        break;
                    case "identity":
                        identity = weight;
                        break;
                    case "*":
                        others = weight;
                        break;
                }
            }
        }

        var (br, gz) = (brotli ?? others ?? 0, gzip ?? others ?? 0);
        return Math.Max(br, gz) <= (identity ?? 0) ? Identity : br >= gz ? Brotli : Gzip;
    }

    /// <summary>Whether a body of a length, in bytes, is compressed.</summary>
    public bool IsWorthwhile(int length) => this != Identity && length >= Worthwhile;

    /// <summary>Compresses a body; the body itself, and <see cref="Identity"/>, if that is not worth it.</summary>
    public (ContentCoding Coding, ReadOnlyMemory<byte> Body) Encode(ReadOnlyMemory<byte> body)
    {
        if (!IsWorthwhile(body.Length))
        {
            return (Identity, body);
        }

        var encoded = this == Brotli ? CompressBrotli(body.Span) : CompressGzip(body.Span);
        return encoded.Length < body.Length ? (this, encoded) : (Identity, body);
    }

    private static ReadOnlyMemory<byte> CompressBrotli(ReadOnlySpan<byte> body)
    {
        var encoded = new byte[BrotliEncoder.GetMaxCompressedLength(body.Length)];
        return BrotliEncoder.TryCompress(body, encoded, out var length, BrotliQuality, BrotliWindow)
            ? encoded.AsMemory(0, length)
            : throw new InvalidDataException("Brotli could not compress the body.");
    }

    private static ReadOnlyMemory<byte> CompressGzip(ReadOnlySpan<byte> body)
    {
        using var encoded = new MemoryStream(body.Length / 2);
        using (var gzip = new GZipStream(encoded, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return encoded.GetBuffer().AsMemory(0, (int)encoded.Length);
    }

    // One element of the header: a coding with an optional weight, "gzip;q=0.8". A broken weight counts as none given.
    private static (string? Name, double Weight) Parse(ReadOnlySpan<char> element)
    {
        var semicolon = element.IndexOf(';');
        var name = (semicolon < 0 ? element : element[..semicolon]).Trim();
        var weight = 1.0;
        if (semicolon >= 0)
        {
            var parameter = element[(semicolon + 1)..].Trim();
            if (parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
                && double.TryParse(parameter[2..], System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var q))
            {
                weight = Math.Clamp(q, 0, 1);
            }
        }

        return (Known(name), weight);
    }

    private static string? Known(ReadOnlySpan<char> name)
    {
        foreach (var known in (ReadOnlySpan<string>)["br", "gzip", "x-gzip", "identity", "*"])
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return known;
            }
        }

        return null;
    }
}
