using HighTraffic.Api.Products;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace HighTraffic.Tests.Catalogue;

public sealed class ProductPageQueryTests
{
    [Theory]
    [InlineData("", "?pageSize=50")]
    [InlineData("", "?q=&category=&cursor=&pageSize=")]
    [InlineData("", "?utm_source=mail&_=17")]
    [InlineData("?q=lamp&category=Books", "?CATEGORY=Books&Q=%20LAMP%20")]
    [InlineData("?q=%CE%A3%CE%8A%CE%A3%CE%A5%CE%A6%CE%9F%CE%A3", "?q=%CF%83%CE%AF%CF%83%CF%85%CF%86%CE%BF%CF%82")]
    [InlineData("?category=Caf%C3%A9", "?category=%20Cafe%CC%81")]
    [InlineData("?category=", "?category=%E2%80%8B")]
    [InlineData("?pageSize=7", "?pageSize=07")]
    public void All_requests_for_the_same_page_are_one_variant(string query, string other) => Assert.Equal(Variant(query), Variant(other));

    [Theory]
    [InlineData("", "?pageSize=49")]
    [InlineData("?category=Books", "?category=books")]
    [InlineData("?q=lamp", "?q=lamps")]
    [InlineData("?q=lamp", "?category=lamp")]
    [InlineData("?category=a%26q%3Dlamp", "?category=a&q=lamp")]
    [InlineData("", "?cursor=AQAAAAAAAAAB")]
    public void Requests_for_different_pages_are_different_variants(string query, string other) => Assert.NotEqual(Variant(query), Variant(other));

    [Theory]
    [InlineData("?pageSize=0")]
    [InlineData("?pageSize=101")]
    [InlineData("?pageSize=-1")]
    [InlineData("?pageSize=ten")]
    [InlineData("?pageSize=10&pageSize=20")]
    [InlineData("?cursor=abc")]
    [InlineData("?q=ab")]
    [InlineData("?q=%25_%25_%25")]
    [InlineData("?q=lamp%00")]
    [InlineData("?category=a%0Ab")]
    public void A_request_that_will_be_refused_has_no_variant(string query) => Assert.Null(Variant(query));

    [Fact]
    public void Long_text_has_no_variant()
    {
        Assert.NotNull(Variant($"?q={new string('a', 100)}"));
        Assert.Null(Variant($"?q={new string('a', 101)}"));
        Assert.Null(Variant($"?category={new string('a', 65)}"));
    }

    [Theory]
    [InlineData("100%", "%100\\%%")]
    [InlineData("a_b", "%a\\_b%")]
    [InlineData("a\\b", "%a\\\\b%")]
    public void Text_is_searched_for_literally(string text, string pattern) => Assert.Equal(pattern, ProductQueries.Pattern(text));

    private static string? Variant(string query) =>
        ProductPageQuery.Parse(new QueryCollection(QueryHelpers.ParseQuery(query)))?.ToString();
}
