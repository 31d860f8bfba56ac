namespace HighTraffic.Core.Tasks;

/// <summary>A run failed for a reason that the client may read and can act on; any other exception is told only to the log.</summary>
/// <param name="reason">The reason, a sentence.</param>
public sealed class TaskFailedException(string reason) : Exception(reason);
