using System.ComponentModel.DataAnnotations;
using HighTraffic.Api.Validation;
using Microsoft.AspNetCore.Mvc;

namespace HighTraffic.Api.Users;

/// <summary>The query of a request for a user.</summary>
public sealed class UserByEmailRequest
{
    /// <summary>The address, whatever its case.</summary>
    [FromQuery(Name = "email")]
    [Required(ErrorMessage = "is missing or blank."), Email]
    public string? Email { get; init; }
}
