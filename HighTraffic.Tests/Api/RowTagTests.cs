using System.Text.Json;
using HighTraffic.Api.Caching;
using HighTraffic.Api.Http;

namespace HighTraffic.Tests.Api;

public sealed class RowTagTests
{
    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;
    private static readonly Item Thing = new(1, "A thing.");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("*")]
    public void All_versions_are_meant_without_a_condition_or_by_a_star(string? header)
    {
        Assert.True(RowTag.TryParse(header, isStrong: true, out var versions));
        Assert.Null(versions);
    }

    [Theory]
    [InlineData("\"000002e7.01234567\"", 0x2e7u)]
    [InlineData("\"ffffffff.01234567\", \"x\"", uint.MaxValue)]
    [InlineData("\"000002e7.01234567-br\"", 0x2e7u)]
    [InlineData("\"000002e7.01234567-gzip\"", 0x2e7u)]
    public void The_versions_that_are_named_are_found(string header, uint version)
    {
        Assert.True(RowTag.TryParse(header, isStrong: true, out var versions));
        Assert.Equal([version], versions);
    }

    [Theory]
    [InlineData("W/\"000002e7.01234567\"")]
    [InlineData("\"\"")]
    [InlineData("\"2e7\"")]
    [InlineData("\"000002e7\"")]
    [InlineData("\"000002e7.0123456z\"")]
    [InlineData("\"000002e7.01234567-zip\"")]
    [InlineData("\"-br\"")]
    public void A_weak_or_unknown_tag_matches_no_version(string header)
    {
        Assert.True(RowTag.TryParse(header, isStrong: true, out var versions));
        Assert.NotNull(versions);
        Assert.Empty(versions);
    }

    [Theory]
    [InlineData("000002e7")]
    [InlineData("\"000002e7")]
    [InlineData("*, \"000002e7\"")]
    [InlineData("\"a\" \"b\"")]
    public void A_malformed_condition_is_refused(string header) => Assert.False(RowTag.TryParse(header, isStrong: true, out _));

    [Fact]
    public void The_tag_of_a_version_is_read_back()
    {
        Assert.True(RowTag.TryParse(EntityTags.InCoding(RowTag.ToTag(12345, Thing, Json), ContentCoding.Brotli), isStrong: true, out var versions));
        Assert.Equal([12345u], versions);
    }

    [Fact]
    public void Other_json_of_the_same_row_has_another_tag_that_names_the_same_version()
    {
        var otherNames = new JsonSerializerOptions(Json) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
        var (tag, otherTag) = (RowTag.ToTag(7, Thing, Json), RowTag.ToTag(7, Thing, otherNames));
        Assert.NotEqual(tag, otherTag);
        Assert.True(RowTag.TryParse($"{tag}, {otherTag}", isStrong: true, out var versions));
        Assert.Equal([7u, 7u], versions);
    }

    private sealed record Item(long Id, string DisplayName);
}
