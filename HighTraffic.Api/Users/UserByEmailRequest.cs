using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HighTraffic.Api.Validation;
using HighTraffic.Data.Normalization;
using Microsoft.AspNetCore.Mvc;

namespace HighTraffic.Api.Users;

/// <summary>The query of a request for a user.</summary>
public sealed class UserByEmailRequest
{
    /// <summary>The parameter <c>email</c>.</summary>
    [FromQuery(Name = "email"), Description("The e-mail address. Its case does not matter.")]
    [Required(ErrorMessage = "is missing or blank."), Email]
    public string? Email { get; init => field = InputText.Normalize(value); }
}
