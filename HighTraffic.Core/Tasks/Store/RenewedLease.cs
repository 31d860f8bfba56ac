namespace HighTraffic.Core.Tasks.Store;

/// <summary>A run that still holds its task.</summary>
/// <param name="Id">The task.</param>
/// <param name="CancelRequested">Whether the client canceled the task.</param>
internal sealed record RenewedLease(Guid Id, bool CancelRequested);
