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
    [InlineData("gzip;q=high", "identity")]
    [InlineData("gzip;q=NaN", "identity")]
    [InlineData("gzip;level=1;q=0.5", "identity")]
    [InlineData("gzip;q=1.0,deflate;q=0.6,identity;q=0.3", "gzip")]
    [InlineData("deflate, gzip;q=1.0, *;q=0.5", "gzip")]
    [InlineData("gzip, deflate, br;q=1.0, identity;q=0.5, *;q=0.25", "br")]
    [InlineData(" , ;q=1 ,gzip ; q=0.3", "gzip")]
    [InlineData("x-gzip", "gzip")]
    public void Chooses_the_coding_of_highest_weight(string acceptEncoding, string chosen) =>
        Assert.Equal(chosen, ContentCoding.Negotiate(acceptEncoding).Name);

    [Theory]
    [InlineData("identity;q=0", false)]
    [InlineData("gzip", false)]
    [InlineData("gzip, identity;q=0.1", false)]
    [InlineData("gzip, identity;q=0", true)]
    [InlineData("gzip, *;q=0", true)]
    [InlineData("br, identity;q=0.0", true)]
    public void Plain_text_may_be_refused(string acceptEncoding, bool isRefused) =>
        Assert.Equal(isRefused, ContentCoding.Negotiate(acceptEncoding).IsImperative);

    [Fact]
    public void Compresses_a_small_body_for_a_client_that_refuses_plain_text()
    {
        var small = Encoding.UTF8.GetBytes("{}");
        foreach (var name in (string[])["gzip", "br"])
        {
            var answer = new CachedResponse("\"a\"", DateTimeOffset.UnixEpoch, [], small);
            Assert.Same(ContentCoding.Identity, answer.In(ContentCoding.Negotiate(name)).Coding);
            var body = answer.In(ContentCoding.Negotiate($"{name}, identity;q=0"));
            Assert.Equal(name, body.ContentEncoding);
            Assert.Equal($"\"a-{name}\"", body.ETag);
            Assert.NotEqual(small, body.Bytes.ToArray());
        }
    }

    [Fact]
    public void Reads_a_header_of_several_lines() =>
        Assert.Same(ContentCoding.Brotli, ContentCoding.Negotiate(new StringValues(["gzip;q=0.5", "br"])));

    [Fact]
    public void Compresses_so_that_the_body_comes_back()
    {
        var body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("catalogue ", 500)));

        Assert.Equal(body, Read(ContentCoding.Gzip, body, stream => new GZipStream(stream, CompressionMode.Decompress)));
        Assert.Equal(body, Read(ContentCoding.Brotli, body, stream => new BrotliStream(stream, CompressionMode.Decompress)));
    }

    [Fact]
    public void Leaves_a_small_body_alone()
    {
        var body = new byte[1023];

        var (coding, encoded) = ContentCoding.Brotli.Encode(body);

        Assert.Same(ContentCoding.Identity, coding);
        Assert.Equal(body, encoded.ToArray());
    }

    [Fact]
    public void Leaves_a_body_alone_that_compression_makes_larger()
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
