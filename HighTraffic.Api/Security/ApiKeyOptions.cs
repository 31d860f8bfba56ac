using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Api.Security;

/// <summary>The API key that needs no database: the first one, with which everything else is set up.</summary>
internal sealed class ApiKeyOptions
{
    /// <summary>The key itself, <c>HighTraffic:ApiKey</c>.</summary>
    [Required(ErrorMessage = "The API key is missing; set HighTraffic__ApiKey.")]
    public string ApiKey { get; set; } = "";

    /// <summary>The class of quotas of its requests, <c>HighTraffic:ApiKeyQuotaClass</c>.</summary>
    [Required]
    public string ApiKeyQuotaClass { get; set; } = "unlimited";
}
