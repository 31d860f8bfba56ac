using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Caching;

/// <summary>A content coding (RFC 9110, 8.4) that stored answers are kept in.</summary>
/// <param name="Name">The name in <c>Content-Encoding</c>.</param>
/// <param name="IsImperative">Whether the client refuses the plain form, so that even a small body is compressed.</param>
internal sealed record ContentCoding(string Name, bool IsImperative = false)
{
    public static readonly ContentCoding Identity = new("identity");
    public static readonly ContentCoding Gzip = new("gzip");
    public static readonly ContentCoding Brotli = new("br");

    private static readonly ContentCoding ImperativeGzip = new("gzip", IsImperative: true);
    private static readonly ContentCoding ImperativeBrotli = new("br", IsImperative: true);

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
        if (acceptEncoding.Count <= 1)
        {
            // What Nginx asks for nearly always.
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

        // Elements that are malformed count as not there.
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

    /// <summary>Whether a body of a length, in bytes, is compressed.</summary>
    public bool IsWorthwhile(int length) => this != Identity && length >= Worthwhile;

    /// <summary>Compresses a body; the body itself, and <see cref="Identity"/>, if that is not worth it and the client takes it.</summary>
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
