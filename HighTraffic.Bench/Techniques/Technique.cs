namespace HighTraffic.Bench.Techniques;

/// <summary>A technique. Its effect is what its last variant does better than its first.</summary>
/// <param name="Id">The name on the command line.</param>
/// <param name="Title">The name in the report.</param>
/// <param name="Question">The question that it answers.</param>
/// <param name="Setup">What is the same for all variants.</param>
/// <param name="Variants">The variants, from without to with.</param>
/// <param name="Judge">The figure that decides.</param>
/// <param name="IsQuick">Whether <c>--quick</c> includes it, which may take a few minutes for all techniques together.</param>
internal sealed record Technique(
    string Id, string Title, string Question, string Setup, IReadOnlyList<Variant> Variants, Judge Judge = Judge.Cost, bool IsQuick = true);

/// <summary>The figure that decides about a technique.</summary>
internal enum Judge
{
    /// <summary>CPU time per operation, which a busy machine disturbs least.</summary>
    Cost,

    /// <summary>Operations per second.</summary>
    Rate,

    /// <summary>The median latency, if the time is spent waiting.</summary>
    Latency,

    /// <summary>Bytes sent per operation.</summary>
    Bytes,
}
