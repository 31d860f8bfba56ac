using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Tasks.Echo;

/// <summary>The parameters of <c>echo</c>, which runs for a given time, to test the queue.</summary>
public sealed record EchoParameters
{
    /// <summary>How long the task runs, in seconds.</summary>
    [Required(ErrorMessage = "is missing.")]
    [Range(0d, 3600d, ErrorMessage = "must be a number from 0 to 3600.")]
    public double? Seconds { get; init; }

    /// <summary>Whether each run ends in an error.</summary>
    public bool Fail { get; init; }
}
