using HighTraffic.Api.Products;
using HighTraffic.Api.Users;
using HighTraffic.Api.Validation;
using HighTraffic.Data.Normalization;

namespace HighTraffic.Tests.Api;

public sealed class InputTextTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData(" Pad ", "Pad")]
    [InlineData("\u00A0\u3000a b\t\n", "a b")]
    [InlineData("Cafe\u0301", "Caf\u00E9")]
    [InlineData("\u212Bngstr\u00F6m", "\u00C5ngstr\u00F6m")]
    [InlineData("\u200B", "")]
    [InlineData(" \u2060\uFEFF \u00AD", "")]
    [InlineData("\u3164", "")]
    [InlineData("\u2800", "")]
    [InlineData("\u0301", "")]
    [InlineData("\uDB40\uDC41", "")] // a tag character, outside the basic plane
    [InlineData("\uD83D\uDC68\u200D\uD83D\uDC69", "\uD83D\uDC68\u200D\uD83D\uDC69")] // a joined emoji keeps its joiner
    public void Text_has_one_form(string? text, string? normalized) => Assert.Equal(normalized, InputText.Normalize(text));

    [Theory]
    [InlineData(typeof(ProductInput))]
    [InlineData(typeof(UserInput))]
    [InlineData(typeof(UserByEmailRequest))]
    [InlineData(typeof(ProductPageRequest), nameof(ProductPageRequest.PageSize), nameof(ProductPageRequest.Cursor))]
    public void Every_text_that_a_client_sends_is_normalized(Type input, params string[] notText)
    {
        var properties = input.GetProperties().Where(property => property.PropertyType == typeof(string) && !notText.Contains(property.Name)).ToArray();
        Assert.NotEmpty(properties);
        Assert.All(properties, property =>
        {
            var instance = Activator.CreateInstance(input);
            property.SetValue(instance, " Cafe\u0301 ");
            Assert.Equal("Caf\u00E9", property.GetValue(instance));
        });
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("\u05E9\u05DC\u05D5\u05DD")] // letters that are written right to left
    [InlineData("a\u200Db")]
    public void Text_is_taken(string text) => Assert.True(TextAttribute.IsText(text, 20));

    [Theory]
    [InlineData("a\u202Eb")]
    [InlineData("\u2066a\u2069")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("123456789012345678901")]
    public void Text_that_misleads_or_does_not_fit_is_refused(string text) => Assert.False(TextAttribute.IsText(text, 20));
}
