namespace HighTraffic.Core.Tasks;

/// <summary>
/// Fails a task permanently, with a reason that the client can read and act on. Any other exception goes to the log only, and the run is
/// retried.
/// </summary>
/// <param name="reason">The reason, a sentence.</param>
public sealed class TaskFailedException(string reason) : Exception(reason);
