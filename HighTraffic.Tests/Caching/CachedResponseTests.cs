using System.IO.Compression;
using System.Text;
using HighTraffic.Api.Caching;

namespace HighTraffic.Tests.Caching;

public sealed class CachedResponseTests
{
    private static readonly byte[] Long = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"name\":\"kettle\"},", 200)));
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_form_is_made_once_and_has_a_tag_of_its_own()
    {
        var answer = Make(Long);
        Assert.False(answer.Has(ContentCoding.Gzip));
        var gzip = answer.In(ContentCoding.Gzip);
        Assert.True(answer.Has(ContentCoding.Gzip));
        Assert.Same(gzip, answer.In(ContentCoding.Gzip));
        Assert.Equal("\"t\"", answer.In(ContentCoding.Identity).ETag);
        Assert.Equal("\"t-gzip\"", gzip.ETag);
        Assert.Equal("\"t-br\"", answer.In(ContentCoding.Brotli).ETag);
    }

    [Fact]
    public void A_small_body_is_left_alone()
    {
        var answer = Make("{}"u8.ToArray());
        Assert.True(answer.Has(ContentCoding.Brotli));
        Assert.Same(answer.In(ContentCoding.Identity), answer.In(ContentCoding.Brotli));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_read_is_what_was_written(bool compressed)
    {
        var answer = Make(Long);
        if (compressed)
        {
            answer.In(ContentCoding.Gzip);
            answer.In(ContentCoding.Brotli);
        }

        var read = CachedResponseFormat.Read(CachedResponseFormat.Write(answer))!;
        Assert.Equal(Noon, read.CreatedAt);
        Assert.Equal(answer.TagVersions, read.TagVersions);
        Assert.Equal(compressed, read.Has(ContentCoding.Gzip));
        Assert.Equal(compressed, read.Has(ContentCoding.Brotli));
        Assert.Equal(Long, read.In(ContentCoding.Identity).Bytes.ToArray());
        using var gzip = new GZipStream(new MemoryStream(read.In(ContentCoding.Gzip).Bytes.ToArray()), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        Assert.Equal(Long, plain.ToArray());
    }

    [Fact]
    public void What_another_version_wrote_counts_as_nothing()
    {
        var bytes = CachedResponseFormat.Write(Make(Long));
        bytes[0]++;
        Assert.Null(CachedResponseFormat.Read(bytes));
    }

    [Fact]
    public void What_is_damaged_counts_as_nothing()
    {
        var bytes = CachedResponseFormat.Write(Make(Long));
        Assert.Null(CachedResponseFormat.Read([]));
        for (var length = 1; length < bytes.Length; length++)
        {
            Assert.Null(CachedResponseFormat.Read(bytes[..length]));
        }

        for (var i = 0; i < 40; i++)
        {
            // Whatever a wrong byte leads to, it is no exception.
            var wrong = (byte[])bytes.Clone();
            wrong[i] = 0xFF;
            _ = CachedResponseFormat.Read(wrong);
        }
    }

    private static CachedResponse Make(byte[] body) => new("\"t\"", Noon, [(byte[])[4, 5], (byte[])[1, 2, 3]], body);
}
