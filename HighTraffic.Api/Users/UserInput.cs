using System.ComponentModel.DataAnnotations;
using HighTraffic.Api.Validation;
using HighTraffic.Data.Normalization;
using HighTraffic.Data.Users;

namespace HighTraffic.Api.Users;

/// <summary>What a client says about a new user.</summary>
/// <remarks>Every property is nullable, so that all missing fields are reported at once.</remarks>
public sealed class UserInput
{
    /// <summary>The e-mail address, unique whatever its case.</summary>
    [Required(ErrorMessage = "is missing or blank."), Email]
    public string? Email { get; init => field = InputText.Normalize(value); }

    /// <summary>The name shown to others.</summary>
    [Required(ErrorMessage = "is missing or blank."), Text(UserLimits.DisplayName)]
    public string? DisplayName { get; init => field = InputText.Normalize(value); }
}
