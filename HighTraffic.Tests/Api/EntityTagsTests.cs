using HighTraffic.Api.Caching;

namespace HighTraffic.Tests.Api;

public sealed class EntityTagsTests
{
    [Fact]
    public void Each_body_and_each_coding_has_its_own_tag()
    {
        var tag = EntityTags.For("a"u8);

        Assert.Equal(tag, EntityTags.For("a"u8));
        Assert.NotEqual(tag, EntityTags.For("b"u8));
        Assert.NotEqual(tag, EntityTags.InCoding(tag, ContentCoding.Gzip));
        Assert.Equal(tag, EntityTags.InCoding(tag, ContentCoding.Identity));
    }

    [Theory]
    [InlineData("\"a\"", true)]
    [InlineData("W/\"a\"", true)]
    [InlineData("\"x\", \"a\"", true)]
    [InlineData("*", true)]
    [InlineData("\"b\"", false)]
    [InlineData("a", false)]
    [InlineData("", false)]
    public void If_none_match_is_compared_weakly(string ifNoneMatch, bool matches) =>
        Assert.Equal(matches, EntityTags.Match(ifNoneMatch, "\"a\""));
}
