using HighTraffic.Api.Validation;
using HighTraffic.Data.Users;

namespace HighTraffic.Tests.Api;

public sealed class EmailTests
{
    [Theory]
    [InlineData("user1@example.com")]
    [InlineData("a@b")]
    [InlineData("ädele+tag@exämple.org")]
    public void An_address_is_taken(string text) => Assert.True(EmailAttribute.IsEmail(text));

    [Theory]
    [InlineData("user")]
    [InlineData("@example.com")]
    [InlineData("user@")]
    [InlineData("a@b@c")]
    [InlineData("a b@c")]
    [InlineData("a\u0000@c")]
    [InlineData("a@c\n")]
    [InlineData("a\u200B@c")]
    [InlineData("a\u202E@c")]
    public void What_is_no_address_is_refused(string text) => Assert.False(EmailAttribute.IsEmail(text));

    [Fact]
    public void An_address_too_long_for_smtp_is_refused()
    {
        Assert.True(EmailAttribute.IsEmail(new string('a', 252) + "@b"));
        Assert.False(EmailAttribute.IsEmail(new string('a', 253) + "@b"));
    }

    [Fact]
    public void Every_address_fits_its_column() => Assert.True(EmailAttribute.MaxLength <= UserLimits.Email);
}
