using System.ComponentModel.DataAnnotations;
using HighTraffic.Api.Http;

namespace HighTraffic.Api.Validation;

/// <summary>Requires a cursor from an earlier page.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class CursorAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is not string { Length: > 0 } cursor || IdCursor.TryParse(cursor, out _);

    public override string FormatErrorMessage(string name) => "must be the nextCursor of an earlier page, unmodified.";
}
