namespace HighTraffic.Core.Messaging;

/// <summary>Wakes up a worker: a lane has a task to begin. The worker begins the lane's next task, whichever task the message was sent for.</summary>
/// <param name="TaskId">The task that the message was sent for. The message of a failed task ends up in the error queue.</param>
/// <param name="Lane">The name of the lane.</param>
public sealed record RunTask(Guid TaskId, string Lane);
