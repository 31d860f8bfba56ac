using System.ComponentModel.DataAnnotations;
using HighTraffic.Api.Products;

namespace HighTraffic.Api.Validation;

/// <summary>Requires a well-formed <c>If-Match</c>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class IfMatchAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => ProductVersion.TryParseIfMatch((string?)value, out _);

    public override string FormatErrorMessage(string name) => "must be * or a comma-separated list of entity tags in double quotes.";
}
