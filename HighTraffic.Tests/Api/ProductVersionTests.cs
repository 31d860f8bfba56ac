using HighTraffic.Api.Caching;
using HighTraffic.Api.Products;

namespace HighTraffic.Tests.Api;

public sealed class ProductVersionTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("*")]
    public void AnyVersionWillDoWithoutAConditionOrWithAStar(string? ifMatch)
    {
        Assert.True(ProductVersion.TryParseIfMatch(ifMatch, out var versions));
        Assert.Null(versions);
    }

    [Theory]
    [InlineData("\"000002e7\"", 0x2e7u)]
    [InlineData("\"ffffffff\", \"x\"", uint.MaxValue)]
    [InlineData("\"000002e7-br\"", 0x2e7u)]
    [InlineData("\"000002e7-gzip\"", 0x2e7u)]
    public void TheVersionsThatAreNamedAreFound(string ifMatch, uint version)
    {
        Assert.True(ProductVersion.TryParseIfMatch(ifMatch, out var versions));
        Assert.Equal([version], versions);
    }

    [Theory]
    [InlineData("W/\"000002e7\"")]
    [InlineData("\"\"")]
    [InlineData("\"2e7\"")]
    [InlineData("\"000002e7-zip\"")]
    [InlineData("\"-br\"")]
    public void AWeakOrUnknownTagMatchesNoVersion(string ifMatch)
    {
        Assert.True(ProductVersion.TryParseIfMatch(ifMatch, out var versions));
        Assert.NotNull(versions);
        Assert.Empty(versions);
    }

    [Theory]
    [InlineData("000002e7")]
    [InlineData("\"000002e7")]
    [InlineData("*, \"000002e7\"")]
    [InlineData("\"a\" \"b\"")]
    public void AMalformedConditionIsRefused(string ifMatch) => Assert.False(ProductVersion.TryParseIfMatch(ifMatch, out _));

    [Fact]
    public void TheTagOfAVersionIsReadBack()
    {
        Assert.True(ProductVersion.TryParseIfMatch(EntityTags.InCoding(ProductVersion.ToTag(12345), ContentCoding.Brotli), out var versions));
        Assert.Equal([12345u], versions);
    }
}
