using System.ComponentModel.DataAnnotations;
using HighTraffic.Api.Validation;
using HighTraffic.Data.Normalization;
using HighTraffic.Data.Users;

namespace HighTraffic.Api.Users;

/// <summary>The body of a request to create a user.</summary>
/// <remarks>Every property is nullable, so that validation reports all missing fields at once.</remarks>
public sealed class UserInput
{
    /// <summary>The e-mail address, unique regardless of case.</summary>
    [Required(ErrorMessage = "is missing or blank."), Email]
    public string? Email { get; init => field = InputText.Normalize(value); }

    /// <summary>The name shown to others.</summary>
    [Required(ErrorMessage = "is missing or blank."), Text(UserLimits.DisplayName)]
    public string? DisplayName { get; init => field = InputText.Normalize(value); }
}
