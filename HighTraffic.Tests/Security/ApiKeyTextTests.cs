using System.Text.RegularExpressions;
using HighTraffic.Data.Keys;

namespace HighTraffic.Tests.Security;

public sealed partial class ApiKeyTextTests
{
    [Fact]
    public void A_key_is_recognised_by_its_form_and_checksum()
    {
        for (var i = 0; i < 1_000; i++)
        {
            var text = ApiKeyText.Generate();
            Assert.Matches(Form(), text);
            Assert.True(ApiKeyText.IsWellFormed(text));
        }
    }

    [Fact]
    public void The_checksum_stays_what_it_is() => Assert.True(ApiKeyText.IsWellFormed("htk_00000000000000000000000000000000" + Checksum));

    [Fact]
    public void A_mistyped_character_is_noticed()
    {
        var text = ApiKeyText.Generate();
        for (var i = 0; i < text.Length; i++)
        {
            var other = text[i] == 'a' ? 'b' : 'a';
            Assert.False(ApiKeyText.IsWellFormed(string.Concat(text.AsSpan(0, i), [other], text.AsSpan(i + 1))));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("htk_")]
    [InlineData("a-key-for-tests-only-0123456789")]
    public void Another_text_is_no_key(string text) => Assert.False(ApiKeyText.IsWellFormed(text));

    [Theory]
    [InlineData("shop", true)]
    [InlineData("shop-2.eu_west", true)]
    [InlineData("", false)]
    [InlineData("Shop", false)]
    [InlineData("token:shop", false)]
    [InlineData("-shop", false)]
    [InlineData("shop\n", false)]
    [InlineData("bootstrap", false)]
    [InlineData("anonymous", false)]
    public void A_name_is_one_plain_word(string name, bool isName) => Assert.Equal(isName, ApiKeyLimits.IsName(name));

    // The CRC-32C of the preceding text in base 62, from another implementation.
    private const string Checksum = "1fNrrY";

    [GeneratedRegex("^htk_[0-9A-Za-z]{38}$")]
    private static partial Regex Form();
}
