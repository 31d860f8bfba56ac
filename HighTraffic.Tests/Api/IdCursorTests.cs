using HighTraffic.Api.Http;

namespace HighTraffic.Tests.Api;

public sealed class IdCursorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(long.MaxValue)]
    public void Comes_back_as_the_id_it_was_made_of(long id)
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
    public void Is_refused_if_it_is_not_one(string cursor) => Assert.False(IdCursor.TryParse(cursor, out _));
}
