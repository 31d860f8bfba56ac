using HighTraffic.Api.Products;

namespace HighTraffic.Tests.Api;

public sealed class ProductCursorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(long.MaxValue)]
    public void ComesBackAsTheIdItWasMadeOf(long id)
    {
        Assert.True(ProductCursor.TryParse(ProductCursor.After(id), out var parsed));
        Assert.Equal(id, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("AQAAAAAAAAAA")] // id 0
    [InlineData("Af__________")] // a negative id
    [InlineData("AgAAAAAAAAAB")] // another version
    [InlineData("AQAAAAAAAAAB=")]
    [InlineData("AQAAAAAAA AB")]
    [InlineData("AQAAAAAAAA+B")]
    [InlineData("AQAAAAAAAAABAQAAAAAAAAAB")]
    public void IsRefusedIfItIsNotOne(string cursor) => Assert.False(ProductCursor.TryParse(cursor, out _));
}
