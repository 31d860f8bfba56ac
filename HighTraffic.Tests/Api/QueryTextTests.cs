using HighTraffic.Api.Problems;

namespace HighTraffic.Tests.Api;

public sealed class QueryTextTests
{
    [Theory]
    [InlineData("?q=%C3%A4&category=Books")]
    [InlineData("?q=%F0%9F%98%80")]
    [InlineData("?q=100%")]
    [InlineData("?q=%zz")]
    [InlineData("?")]
    public void Text_is_taken(string query) => Assert.Empty(QueryTextMiddleware.BrokenParameters(query));

    [Theory]
    [InlineData("?q=%00", "q")]
    [InlineData("?a=1&q=%ff", "q")]
    [InlineData("?q=%ED%A0%80", "q")] // half of a surrogate pair
    [InlineData("?q=%C0%80", "q")] // NUL in an overlong form
    [InlineData("?q=%C3", "q")]
    [InlineData("?%ff=1", "query")]
    public void What_is_no_text_is_named(string query, string parameter) => Assert.Equal([parameter], QueryTextMiddleware.BrokenParameters(query).Keys);
}
