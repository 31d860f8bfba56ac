using System.ComponentModel.DataAnnotations;
using HighTraffic.Api.Http;

namespace HighTraffic.Api.Validation;

/// <summary>Requires a well-formed <c>If-Match</c> or <c>If-None-Match</c>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class EntityTagListAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => RowTag.TryParse((string?)value, isStrong: false, out _);

    public override string FormatErrorMessage(string name) => "must be * or a comma-separated list of entity tags in double quotes.";
}
