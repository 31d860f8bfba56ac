namespace HighTraffic.Bench.Techniques;

/// <summary>What a technique brings is what the last of its variants does better than the first.</summary>
/// <param name="Id">The name on the command line.</param>
/// <param name="Title">The name in the report.</param>
/// <param name="Question">What somebody wants to know.</param>
/// <param name="Setup">What is the same for all variants.</param>
/// <param name="Variants">The ways, from without to with.</param>
/// <param name="Judge">What the answer is read from.</param>
/// <param name="IsQuick">Whether a first impression has it, which may take a few minutes for all techniques together.</param>
internal sealed record Technique(
    string Id, string Title, string Question, string Setup, IReadOnlyList<Variant> Variants, Judge Judge = Judge.Cost, bool IsQuick = true);

/// <summary>What a technique is judged by.</summary>
internal enum Judge
{
    /// <summary>Processor time for an operation, which a busy machine disturbs least.</summary>
    Cost,

    /// <summary>Operations a second.</summary>
    Rate,

    /// <summary>The median latency, where the time is spent in waiting.</summary>
    Latency,

    /// <summary>Bytes sent for an operation.</summary>
    Bytes,
}
