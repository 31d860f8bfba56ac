using HighTraffic.Api.Validation;

namespace HighTraffic.Tests.Api;

public sealed class BodyHeadersTests
{
    [Theory]
    [InlineData("application/json; charset=\"utf-8\"", "application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"; v=\"1\"", "application/json; charset=UTF-8; v=\"1\"")]
    [InlineData("application/json; charset=\"utf\\-8\"", "application/json; charset=utf-8")]
    public void A_quoted_charset_is_the_bare_one(string contentType, string expected) => Assert.Equal(expected, BodyHeaders.Unquoted(contentType));

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("multipart/form-data; boundary=\"a b\"")]
    [InlineData("application/json; charset=\"\"")]
    [InlineData("nonsense \"")]
    public void Nothing_else_changes(string? contentType) => Assert.Null(BodyHeaders.Unquoted(contentType));
}
