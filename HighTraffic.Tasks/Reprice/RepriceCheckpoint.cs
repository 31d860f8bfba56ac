namespace HighTraffic.Tasks.Reprice;

/// <summary>The progress of <c>reprice</c>.</summary>
/// <param name="From">The last id before the last batch.</param>
/// <param name="To">The last id of the last batch.</param>
/// <param name="End">The last id of the category when the task began. Later products have their new price already.</param>
internal sealed record RepriceCheckpoint(long From, long To, long End);
