namespace HighTraffic.Core.Tasks.Store;

/// <summary>A run that still holds its task.</summary>
/// <param name="Id">The task.</param>
/// <param name="CancelRequested">Whether the client asked for the task to stop.</param>
internal sealed record RenewedLease(Guid Id, bool CancelRequested);
