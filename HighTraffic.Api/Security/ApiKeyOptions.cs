using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Api.Security;

/// <summary>The bootstrap API key, which needs no database.</summary>
internal sealed class ApiKeyOptions
{
    /// <summary>The key itself, <c>HighTraffic:ApiKey</c>.</summary>
    [Required(ErrorMessage = "The API key is missing; set HighTraffic__ApiKey.")]
    public string ApiKey { get; set; } = "";

    /// <summary>The quota class of its requests, <c>HighTraffic:ApiKeyQuotaClass</c>.</summary>
    [Required]
    public string ApiKeyQuotaClass { get; set; } = "unlimited";
}
