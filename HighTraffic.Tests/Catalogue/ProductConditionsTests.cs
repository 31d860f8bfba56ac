using HighTraffic.Api.Products;
using HighTraffic.Data.Products;

namespace HighTraffic.Tests.Catalogue;

public sealed class ProductConditionsTests
{
    [Theory]
    [InlineData(null, null, true)]
    [InlineData("*", null, true)]
    [InlineData("\"00000007.00000000\"", null, true)]
    [InlineData("\"00000008.00000000\"", null, false)]
    [InlineData("\"00000008.00000000\", \"00000007.00000000\"", null, true)]
    [InlineData(null, "*", false)]
    [InlineData(null, "\"00000007.00000000\"", false)]
    [InlineData(null, "W/\"00000007.00000000\"", false)]
    [InlineData(null, "\"00000008.00000000\"", true)]
    [InlineData("*", "*", false)]
    [InlineData("\"00000007.00000000\"", "\"00000007.00000000\"", false)]
    public void A_write_is_allowed_if_all_conditions_are_met(string? ifMatch, string? ifNoneMatch, bool allowed)
    {
        Assert.True(ProductConditions.TryParse(ifMatch, ifNoneMatch, out var conditions));
        Assert.Equal(allowed, conditions.Allow(7));
        var rows = conditions.Apply(new[] { Row(7) }.AsQueryable());
        Assert.Equal(allowed, rows.Any());
        Assert.Equal(ifMatch is null or "*" && ifNoneMatch is null, conditions.AreNone);
    }

    private static Product Row(uint version) => new() { Sku = "", Name = "", Description = "", Category = "", Version = version };
}
