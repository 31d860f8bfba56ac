namespace HighTraffic.Tasks.Reprice;

/// <summary>How far the prices are changed.</summary>
/// <param name="From">The last id before the last batch.</param>
/// <param name="To">The last id of the last batch.</param>
/// <param name="End">The last id that the category had when the task began: what is added later has its price already.</param>
internal sealed record RepriceCheckpoint(long From, long To, long End);
