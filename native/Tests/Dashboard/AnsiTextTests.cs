using HighTraffic.Native.Dashboard.Pages;

namespace Aspire.Hosting.Tests.Dashboard;

public sealed class AnsiTextTests
{
    [Fact]
    public void Colours_become_classes_and_other_sequences_go()
    {
        var pieces = AnsiText.Parse("\u001b[2K\u001b[1;31mfail\u001b[0m: \u001b[92mgreen\u001b[39m");
        Assert.Equal([new AnsiPiece("fail", "ansi1 bold"), new AnsiPiece(": ", ""), new AnsiPiece("green", "ansi2")], pieces);
    }

    [Fact]
    public void Text_that_looks_like_markup_stays_text() =>
        Assert.Equal("<script>", Assert.Single(AnsiText.Parse("<script>")).Text);
}
