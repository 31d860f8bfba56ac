using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Caching;

/// <summary>A content coding (RFC 9110, 8.4) of cached responses.</summary>
/// <param name="Name">The name in <c>Content-Encoding</c>.</param>
/// <param name="IsImperative">Whether the client rejects uncompressed bodies, so that even a small one is compressed.</param>
internal sealed record ContentCoding(string Name, bool IsImperative = false)
{
    public static readonly ContentCoding Identity = new("identity");
    public static readonly ContentCoding Gzip = new("gzip");
    public static readonly ContentCoding Brotli = new("br");

    private static readonly ContentCoding ImperativeGzip = new("gzip", IsImperative: true);
    private static readonly ContentCoding ImperativeBrotli = new("br", IsImperative: true);

    // Smaller bodies fit in one packet anyway, and compression overhead eats the gain.
    private const int Worthwhile = 1024;

    // A body is compressed once and sent often, so the quality is higher than for dynamic compression. The highest qualities cost 20 times as
    // much and save only 10% more.
    private const int BrotliQuality = 6;
    private const int BrotliWindow = 18;

    /// <summary>
    /// Chooses the coding with the highest weight in <c>Accept-Encoding</c> (RFC 9110, 12.5.3), and Brotli over gzip if both weigh the same.
    /// However the header is written, there are only three results, so a response has at most three variants.
    /// </summary>
    public static ContentCoding Negotiate(StringValues acceptEncoding)
    {
        if (acceptEncoding.Count <= 1)
        {
            // Nginx nearly always sends one of these.
            switch (acceptEncoding.ToString())
            {
                case "":
                    return Identity;
                case "gzip":
                    return Gzip;
                case "br":
                    return Brotli;
            }
        }

        // Malformed elements are ignored.
        if (!StringWithQualityHeaderValue.TryParseList(acceptEncoding, out var accepted))
        {
            return Identity;
        }

        double? brotli = null, gzip = null, identity = null, others = null;
        foreach (var coding in accepted)
        {
            var weight = coding.Quality ?? 1;
            switch (coding.Value.ToString().ToLowerInvariant())
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

        var (br, gz) = (brotli ?? others ?? 0, gzip ?? others ?? 0);
        if (Math.Max(br, gz) <= (identity ?? 0))
        {
            return Identity;
        }

        return (br >= gz, IsRefused: (identity ?? others) == 0) switch
        {
            (true, false) => Brotli,
            (true, true) => ImperativeBrotli,
            (false, false) => Gzip,
            (false, true) => ImperativeGzip,
        };
    }

    /// <summary>Whether compressing a body of this length, in bytes, is worthwhile.</summary>
    public bool IsWorthwhile(int length) => this != Identity && length >= Worthwhile;

    /// <summary>
    /// Compresses a body. Returns it unchanged, as <see cref="Identity"/>, if compression is not worthwhile and the client accepts that.
    /// </summary>
    public (ContentCoding Coding, ReadOnlyMemory<byte> Body) Encode(ReadOnlyMemory<byte> body)
    {
        if (!IsImperative && !IsWorthwhile(body.Length))
        {
            return (Identity, body);
        }

        var (coding, encoded) = Name == Brotli.Name ? (Brotli, CompressBrotli(body.Span)) : (Gzip, CompressGzip(body.Span));
        return IsImperative || encoded.Length < body.Length ? (coding, encoded) : (Identity, body);
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
}
