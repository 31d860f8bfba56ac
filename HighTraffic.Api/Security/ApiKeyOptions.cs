using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Api.Security;

/// <summary>The secret of the callers that may write and read personal data.</summary>
internal sealed class ApiKeyOptions
{
    /// <summary>The key itself, <c>HighTraffic:ApiKey</c>.</summary>
    [Required(ErrorMessage = "The API key is missing; set HighTraffic__ApiKey.")]
    public string ApiKey { get; set; } = "";
}
