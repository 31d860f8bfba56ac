using System.ComponentModel.DataAnnotations;
using HighTraffic.Data.Tasks;

namespace HighTraffic.Api.Validation;

/// <summary>Requires the name of a state of a task.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class TaskStatusAttribute : ValidationAttribute
{
    /// <summary>The names as they appear in JSON.</summary>
    public static readonly string[] Names = [.. Enum.GetNames<BackgroundTaskStatus>().Select(name => name.ToLowerInvariant())];

    public static bool TryParse(string text, out BackgroundTaskStatus status)
    {
        var index = Array.IndexOf(Names, text);
        status = (BackgroundTaskStatus)index;
        return index >= 0;
    }

    public override bool IsValid(object? value) => value is not string { Length: > 0 } text || TryParse(text, out _);

    public override string FormatErrorMessage(string name) => $"must be one of: {string.Join(", ", Names)}.";
}
