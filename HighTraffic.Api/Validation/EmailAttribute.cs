using System.ComponentModel.DataAnnotations;
using System.Globalization;
using HighTraffic.Data.Users;

namespace HighTraffic.Api.Validation;

/// <summary>
/// Demands something like an e-mail address: whether it is one, only a mail to it can tell. So not the grammar of RFC 5321 is
/// checked but what goes wrong in practice.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class EmailAttribute : ValidationAttribute
{
    public static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1
            && text.Length <= UserLimits.Email
            && !text.Any(character => char.IsControl(character) || char.IsWhiteSpace(character));
    }

    // That there is a value at all, RequiredAttribute demands.
    public override bool IsValid(object? value) => value is not string { Length: > 0 } text || IsEmail(text);

    public override string FormatErrorMessage(string name) => string.Create(
        CultureInfo.InvariantCulture, $"must be an e-mail address: one @ with text on both sides, no spaces, {UserLimits.Email} characters at most.");
}
