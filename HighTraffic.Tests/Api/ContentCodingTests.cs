using System.IO.Compression;
using System.Text;
using HighTraffic.Api.Caching;
using Microsoft.Extensions.Primitives;

namespace HighTraffic.Tests.Api;

public sealed class ContentCodingTests
{
    [Theory]
    [InlineData("", "identity")]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("GZIP;Q=1.0", "gzip")]
    [InlineData("br;q=0.5, gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0", "identity")]
    [InlineData("br;q=0, *", "gzip")]
    [InlineData("*", "br")]
    [InlineData("*;q=0", "identity")]
    [InlineData("identity, gzip;q=0.5", "identity")]
    [InlineData("identity;q=0.5, gzip;q=0.8", "gzip")]
    [InlineData("deflate, zstd", "identity")]
    [InlineData("gzip;q=high", "gzip")]
    [InlineData(" , ;q=1 ,gzip ; q=0.3", "gzip")]
    [InlineData("x-gzip", "gzip")]
    public void ChoosesTheCodingOfHighestWeight(string acceptEncoding, string chosen) =>
        Assert.Equal(chosen, ContentCoding.Negotiate(acceptEncoding).Name);

    [Fact]
    public void ReadsAHeaderOfSeveralLines() =>
        Assert.Same(ContentCoding.Brotli, ContentCoding.Negotiate(new StringValues(["gzip;q=0.5", "br"])));

    [Fact]
    public void CompressesSoThatTheBodyComesBack()
    {
        var body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("catalogue ", 500)));

        Assert.Equal(body, Read(ContentCoding.Gzip, body, stream => new GZipStream(stream, CompressionMode.Decompress)));
        Assert.Equal(body, Read(ContentCoding.Brotli, body, stream => new BrotliStream(stream, CompressionMode.Decompress)));
    }

    [Fact]
    public void LeavesASmallBodyAlone()
    {
        var body = new byte[1023];

        var (coding, encoded) = ContentCoding.Brotli.Encode(body);

        Assert.Same(ContentCoding.Identity, coding);
        Assert.Equal(body, encoded.ToArray());
    }

    [Fact]
    public void LeavesABodyAloneThatCompressionMakesLarger()
    {
        var body = new byte[4096];
        new Random(1).NextBytes(body);

        Assert.Same(ContentCoding.Identity, ContentCoding.Gzip.Encode(body).Coding);
    }

    private static byte[] Read(ContentCoding coding, byte[] body, Func<Stream, Stream> decompress)
    {
        var (used, encoded) = coding.Encode(body);
        Assert.Same(coding, used);
        Assert.True(encoded.Length < body.Length);
        using var plain = new MemoryStream();
        using var stream = decompress(new MemoryStream(encoded.ToArray()));
        stream.CopyTo(plain);
        return plain.ToArray();
    }
}
