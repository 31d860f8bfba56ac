namespace HighTraffic.Core.Tasks;

/// <summary>Fails a task for good, for a reason that the client may read and act on. Any other exception is shown only in the log, and the run is repeated.</summary>
/// <param name="reason">The reason, a sentence.</param>
public sealed class TaskFailedException(string reason) : Exception(reason);
