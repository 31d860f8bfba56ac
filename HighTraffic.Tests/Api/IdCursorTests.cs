using HighTraffic.Api.Http;
using HighTraffic.Api.Products;

namespace HighTraffic.Tests.Api;

public sealed class IdCursorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(long.MaxValue)]
    public void ComesBackAsTheIdItWasMadeOf(long id)
    {
        Assert.True(IdCursor.TryParse(IdCursor.After(id), out var parsed));
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
    public void IsRefusedIfItIsNotOne(string cursor) => Assert.False(IdCursor.TryParse(cursor, out _));
}
