namespace HighTraffic.Core.Tasks.Store;

/// <summary>A committed task whose <see cref="Messaging.RunTask"/> is still to be published.</summary>
/// <param name="Id">The task.</param>
/// <param name="Lane">The name of its lane, which decides the queue.</param>
/// <param name="Attempts">The number of runs when the message became owed. Once another run begins, it is no longer owed.</param>
/// <param name="TraceParent">The W3C <c>traceparent</c> of the request that created the task.</param>
internal sealed record OwedMessage(Guid Id, string Lane, int Attempts, string? TraceParent);
