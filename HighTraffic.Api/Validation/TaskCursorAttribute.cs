using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Api.Validation;

/// <summary>Requires a cursor from an earlier page of tasks: the id of its last task.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class TaskCursorAttribute : ValidationAttribute
{
    public static bool TryParse(string text, out Guid id) => Guid.TryParseExact(text, "N", out id);

    public override bool IsValid(object? value) => value is not string { Length: > 0 } text || TryParse(text, out _);

    public override string FormatErrorMessage(string name) => "must be the nextCursor of an earlier page, unmodified.";
}
