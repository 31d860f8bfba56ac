namespace HighTraffic.Tasks.Reprice;

/// <summary>The progress of <c>reprice</c>.</summary>
/// <param name="From">The last id before the last batch.</param>
/// <param name="To">The last id of the last batch.</param>
/// <param name="End">The last id of the category when the task began. Products added later are assumed to have the new price.</param>
internal sealed record RepriceCheckpoint(long From, long To, long End);
